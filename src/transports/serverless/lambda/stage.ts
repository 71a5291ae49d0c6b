import { withoutPrefix } from '../public-path.js';

/** How API Gateway has found the function. */
export interface Routing {
  /** Path of the route, such as `/{proxy+}` or `/mcp`; `$default` for the route that takes everything. */
  readonly route: string;
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly stage: string;
}

/**
 * The path behind what API Gateway puts in front of it: the stage, or the base path of a custom domain. The route says
 * which part is the function's own; the route that takes everything knows the stage only.
 */
export function pathOf(path: string, { route, parameters, stage }: Routing): string {
  const own = ownPath(route, parameters);
  if (own !== undefined && path.endsWith(own)) return own;
  return withoutPrefix(path, [`/${stage}`]);
}

function ownPath(route: string, parameters: Routing['parameters']): string | undefined {
  if (!route.startsWith('/') || route === '/') return undefined;
  const own = route.replace(/\{([^}]+?)\+?\}/g, (_braces, name: string) => parameters[name] ?? '');
  return own === '/' ? undefined : own;
}
