import { MAIN } from '../lib/product.mjs';

/** Anonymous callers, since the bare handler asks nobody either. */
const FUNCTION = { AUTH: 'none', ALLOW_ANONYMOUS: 'true', LOG_LEVEL: 'warn', AUDIT_LOG: 'stderr' };

const LOCAL = { BENCH_TRANSPORT: 'stdio' };

/**
 * What is started, by the kind of start. Each is spawned, sent `initialize` as a line on stdin, and timed until the
 * answer comes as a line on stdout: a script that starts something else, such as the function of a cloud, hands both on.
 * `product` and `reference` are the rows that the target compares.
 */
export const STARTS = [
  {
    id: 'stdio',
    title: 'From spawn to the first answer on stdio',
    target: { product: 'polyport', reference: 'sdk-v2', limit: 1.25 },
    candidates: [
      { id: 'sdk-v2', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-stdio' } },
      { id: 'polyport', label: 'Polyport', kind: 'product', command: { script: MAIN, env: { TRANSPORT: 'stdio' } } },
      { id: 'sdk-v1', label: 'SDK v1, bare', kind: 'rival', command: { script: 'sdk-v1-stdio' } },
      { id: 'mcp-nest', label: '@rekog/mcp-nest', kind: 'rival', command: { script: 'mcp-nest', env: LOCAL } },
      { id: 'fastmcp', label: 'fastmcp', kind: 'rival', command: { script: 'fastmcp', env: LOCAL } },
    ],
  },
  {
    id: 'function',
    title: 'From spawn to the first answer of a function',
    target: { product: 'polyport-function', reference: 'sdk-v2-function', limit: 1.5 },
    candidates: [
      { id: 'sdk-v2-function', label: 'SDK v2, bare', kind: 'rival', command: { script: 'sdk-v2-function' } },
      { id: 'polyport-function', label: 'Polyport', kind: 'product', command: { script: 'function', env: FUNCTION } },
    ],
  },
];
