import { Injectable } from '@nestjs/common';
import { isJSONRPCRequest, type JSONRPCMessage, type JSONRPCRequest } from '@modelcontextprotocol/server';
import { Catalog, ComposedPolicy, type CatalogEntry } from '../catalog/index.js';
import type { Principal } from '../contract/principal.js';
import { InsufficientScopeError } from './insufficient-scope.error.js';
import { ResourceFinder } from './resource.finder.js';

/**
 * Finds out, before a stream is opened, whether a message asks for a capability whose scopes the caller lacks. Network
 * transports answer that with 403, so that the client can ask its user for more (2025-11-25, basic/authorization: scope
 * challenge handling). What is hidden for any other reason stays unknown.
 */
@Injectable()
export class ScopeCheck {
  constructor(
    private readonly catalog: Catalog,
    private readonly policy: ComposedPolicy,
    private readonly resources: ResourceFinder,
  ) {}

  /** @throws InsufficientScopeError naming the scopes that the message, or the batch, needs */
  async assertScopes(body: JSONRPCMessage | readonly JSONRPCMessage[], principal: Principal): Promise<void> {
    const requests = [body].flat().filter((message) => isJSONRPCRequest(message));
    const needed = await Promise.all(requests.map((request) => this.lacking(request, principal)));
    const scopes = [...new Set(needed.flat())];
    if (scopes.length === 0) return;
    const first = requests.find((_request, index) => (needed[index] ?? []).length > 0);
    throw new InsufficientScopeError(scopes, Array.isArray(body) ? undefined : first?.id, first);
  }

  /** The scopes that the request needs, if the principal lacks one of them and nothing else is in the way. */
  private async lacking(request: JSONRPCRequest, principal: Principal): Promise<readonly string[]> {
    const entries = this.candidates(request);
    const allowed = await Promise.all(entries.map((entry) => this.policy.allows(principal, entry)));
    if (allowed.includes(true)) return [];
    for (const entry of entries) {
      const { access } = entry;
      if (access && !access.public && (await this.policy.permits(principal, entry))) return access.scopes;
    }
    return [];
  }

  /** What the request may mean, whoever asks. Malformed requests mean nothing: they are answered further on. */
  private candidates({ method, params = {} }: JSONRPCRequest): readonly CatalogEntry[] {
    const { name, uri, ref } = params as { name?: unknown; uri?: unknown; ref?: unknown };
    switch (method) {
      case 'tools/call':
        return this.named('tool', name);
      case 'prompts/get':
        return this.named('prompt', name);
      case 'resources/read':
      case 'resources/subscribe':
        return typeof uri === 'string' ? this.resources.candidates(uri) : [];
      case 'completion/complete':
        return this.owners(ref);
      default:
        return [];
    }
  }

  private owners(ref: unknown): readonly CatalogEntry[] {
    const { type, name, uri } = (ref ?? {}) as { type?: unknown; name?: unknown; uri?: unknown };
    if (type === 'ref/prompt') return this.named('prompt', name);
    return type === 'ref/resource' ? this.named('resourceTemplate', uri) : [];
  }

  private named(kind: CatalogEntry['kind'], name: unknown): readonly CatalogEntry[] {
    const entry = typeof name === 'string' ? this.catalog.named(kind, name) : undefined;
    return entry ? [entry] : [];
  }
}
