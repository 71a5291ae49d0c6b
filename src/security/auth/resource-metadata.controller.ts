import { Controller, Get, Header, HttpCode, NotFoundException, Options, Req } from '@nestjs/common';
// By another name than the global one: the decorators' metadata would load undici with it.
import type { Request as ExpressRequest } from 'express';
import { Settings } from '../../config/index.js';
import { ScopeDirectory } from '../../mcp/contract/index.js';
import { issuerOf, resourceNamed } from './protected-resource.js';

const WELL_KNOWN = '.well-known/oauth-protected-resource';

/** The document by which clients find the issuer of their tokens (RFC 9728, section 3.2). */
interface ResourceMetadata {
  readonly resource: string;
  readonly resource_name: string;
  readonly authorization_servers: readonly string[];
  readonly bearer_methods_supported: readonly string[];
  /** Left out when there are none, as the RFC says of empty lists. */
  readonly scopes_supported?: readonly string[];
}

/** Tells everybody, pages of any origin included, where tokens for the endpoints of this server come from. */
@Controller(WELL_KNOWN)
export class ResourceMetadataController {
  constructor(
    private readonly settings: Settings,
    private readonly directory: ScopeDirectory,
  ) {}

  @Get(['', '*path'])
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Cache-Control', 'public, max-age=300')
  read(@Req() { path }: ExpressRequest): ResourceMetadata {
    const { serverName } = this.settings;
    const issuer = issuerOf(this.settings);
    const suffix = path.slice(path.toLowerCase().indexOf(WELL_KNOWN) + WELL_KNOWN.length);
    const resource = resourceNamed(suffix, this.settings);
    if (issuer === undefined || !resource) throw new NotFoundException();
    const scopes = this.directory.scopes();
    return {
      resource: resource.url,
      resource_name: serverName,
      authorization_servers: [issuer],
      bearer_methods_supported: ['header'],
      ...(scopes.length > 0 && { scopes_supported: scopes }),
    };
  }

  /** Clients in pages send a protocol version along, for which the browser asks first. */
  @Options(['', '*path'])
  @HttpCode(204)
  @Header('Access-Control-Allow-Origin', '*')
  @Header('Access-Control-Allow-Methods', 'GET')
  @Header('Access-Control-Allow-Headers', 'MCP-Protocol-Version')
  @Header('Access-Control-Max-Age', '86400')
  preflight(): void {}
}
