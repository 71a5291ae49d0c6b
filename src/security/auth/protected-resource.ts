import { publicUrlOf, type Settings } from '../../config/index.js';

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/** One endpoint as OAuth sees it (RFC 9728). */
export interface ProtectedResource {
  /** Its path on this server. */
  readonly path: string;
  /** Its canonical URL, which tokens are made for. */
  readonly url: string;
  /** Where its metadata are. */
  readonly metadataUrl: string;
}

/** Who makes the tokens that are accepted here, verified by this server or by the platform in front of it. */
export function issuerOf({ auth, jwtIssuer }: Settings): string | undefined {
  return auth.includes('jwt') || auth.includes('lambda-authorizer') ? jwtIssuer : undefined;
}

/**
 * The endpoints of this server, the first of which is meant where none is named.
 *
 * Behind a proxy that serves this server under a prefix the metadata are announced under that prefix, where the proxy
 * passes them on like everything else. Where they belong by rule (RFC 9728, section 3.1: right behind the host) they are
 * served as well, and reached if the proxy passes that path on.
 */
export function resourcesOf(settings: Settings): readonly ProtectedResource[] {
  const base = publicUrlOf(settings);
  const paths = settings.transport.flatMap((name) => pathOf(name, settings) ?? []).reverse();
  if (base === undefined) return [];
  return paths.map((path) => {
    const own = path === '/' ? '' : path;
    return { path, url: `${base}${own}`, metadataUrl: `${base}${WELL_KNOWN}${own}` };
  });
}

/** The endpoint that a request belongs to: the messages of HTTP+SSE belong to its stream. */
export function resourceAt(path: string, settings: Settings): ProtectedResource | undefined {
  const resources = resourcesOf(settings);
  const ends = (own: string): boolean => path.toLowerCase().endsWith(own.toLowerCase());
  const endpoint = ends(settings.messagesPath) ? settings.ssePath : undefined;
  return resources.find((resource) => resource.path === endpoint || ends(resource.path)) ?? resources[0];
}

/** The endpoint whose metadata are asked for, by what stands behind the well-known path. */
export function resourceNamed(suffix: string, settings: Settings): ProtectedResource | undefined {
  const resources = resourcesOf(settings);
  const asked = suffix.replace(/\/+$/, '').toLowerCase();
  if (asked === '') return resources[0];
  return resources.find(({ path, url }) => [path, new URL(url).pathname].some((own) => own.toLowerCase() === asked));
}

function pathOf(name: Settings['transport'][number], { mcpPath, ssePath }: Settings): string | undefined {
  switch (name) {
    case 'http':
      return mcpPath;
    case 'sse':
      return ssePath;
    case 'stdio':
      return undefined;
  }
}
