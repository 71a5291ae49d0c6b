import { FUNCTION, MAIN } from '../lib/product.mjs';
import { BUNDLED_RIVAL_FUNCTION, RIVAL_FUNCTION } from '../lib/rival.function.mjs';

/** Anonymous callers, since the bare handler asks nobody either. */
const ANONYMOUS = { AUTH: 'none', ALLOW_ANONYMOUS: 'true', LOG_LEVEL: 'warn', AUDIT_LOG: 'stderr' };

const LOCAL = { BENCH_TRANSPORT: 'stdio' };

const functionOf = (file, env) => ({ script: 'function', env: { BENCH_FUNCTION: file, ...env } });

/**
 * What is started, by the kind of start. Each is spawned, sent `initialize` as a line on stdin, and timed until the
 * answer comes as a line on stdout: a script that starts something else, such as the function of a cloud, passes both on.
 * `product` and `reference` are the rows that the target compares.
 */
export const STARTS = [
  {
    id: 'stdio',
    title: 'From spawn to the first answer on stdio',
    target: { name: 'start on stdio: of a bare SDK v2 script', product: 'polyport', reference: 'sdk-v2', limit: 1.15 },
    candidates: [
      { id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-stdio' } },
      { id: 'polyport', label: 'Polyport', kind: 'product', command: { script: MAIN, env: { TRANSPORT: 'stdio' } } },
      { id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', command: { script: 'sdk-v1-stdio' }, isExtra: true },
      {
        ...{ id: 'mcp-nest', label: '@rekog/mcp-nest', kind: 'rival', isExtra: true },
        command: { script: 'mcp-nest', env: LOCAL },
      },
      { id: 'fastmcp', label: 'fastmcp', kind: 'rival', command: { script: 'fastmcp', env: LOCAL }, isExtra: true },
    ],
  },
  {
    id: 'function',
    title: 'From spawn to the first answer of a function',
    target: {
      name: 'start of the function: of a bundled SDK v2 handler',
      ...{ product: 'polyport-function', reference: 'sdk-v2-bundled', limit: 1.3 },
    },
    candidates: [
      {
        ...{ id: 'sdk-v2-bundled', label: 'SDK v2, bare, bundled', kind: 'rival' },
        command: functionOf(BUNDLED_RIVAL_FUNCTION),
      },
      { id: 'sdk-v2-function', label: 'SDK v2, bare, not bundled', kind: 'rival', command: functionOf(RIVAL_FUNCTION) },
      { id: 'polyport-function', label: 'Polyport', kind: 'product', command: functionOf(FUNCTION, ANONYMOUS) },
    ],
  },
];
