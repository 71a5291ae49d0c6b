import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { issuerOf, resourceAt } from './protected-resource.js';

/** Writes the values of `WWW-Authenticate` (RFC 6750, section 3; RFC 9728, section 5.1). */
@Injectable()
export class Challenges {
  constructor(private readonly settings: Settings) {}

  /**
   * For 401.
   *
   * @param url where the request went
   */
  unauthenticated(url: string, problem: 'missing' | 'invalid'): string {
    return this.challenge(url, problem === 'invalid' ? { error: 'invalid_token' } : {});
  }

  /**
   * For 403: the client is to ask its user for all of these scopes at once.
   *
   * @param url where the request went
   */
  insufficientScope(url: string, scopes: readonly string[]): string {
    return this.challenge(url, { error: 'insufficient_scope', scope: scopes.join(' ') });
  }

  private challenge(url: string, parameters: Readonly<Record<string, string>>): string {
    const all = { ...parameters, ...this.metadata(url) };
    const text = Object.entries(all).map(([name, value]) => `${name}="${value}"`);
    return ['Bearer', text.join(', ')].join(' ').trim();
  }

  /** Only an issuer of tokens makes it worth looking. */
  private metadata(url: string): Readonly<Record<string, string>> {
    if (issuerOf(this.settings) === undefined) return {};
    const [path = ''] = url.split('?');
    const resource = resourceAt(path, this.settings);
    return resource ? { resource_metadata: resource.metadataUrl } : {};
  }
}
