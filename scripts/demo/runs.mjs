import { v1 } from './client-v1.mjs';
import { v2 } from './client-v2.mjs';
import { seconds, stopwatch } from './limits.mjs';
import { createLog, environment, MAIN, startServer } from './server.mjs';
import { runSession } from './session.mjs';
import { dim, print, red } from './terminal.mjs';

/** `live`: whether the server can reach the client between its requests, by a stream or by another round trip. */
const SERVERS = [
  {
    name: 'stdio',
    kind: 'stdio',
    env: { TRANSPORT: 'stdio' },
    clients: [
      { client: v1, live: true },
      { client: v2, live: true },
    ],
  },
  { name: 'sse', kind: 'sse', env: { TRANSPORT: 'sse' }, path: '/sse', clients: [{ client: v1, live: true }] },
  {
    name: 'http',
    kind: 'http',
    env: { TRANSPORT: 'http' },
    path: '/mcp',
    clients: [
      { client: v1, live: false },
      { client: v2, live: true },
    ],
  },
  {
    name: 'http + sessions',
    kind: 'http',
    env: { TRANSPORT: 'http', HTTP_SESSIONS: 'on' },
    path: '/mcp',
    clients: [
      { client: v1, live: true },
      { client: v2, live: true },
    ],
  },
];

/** Every transport in turn, with every client that speaks it. */
export async function runAll(workspace) {
  const outcomes = [];
  for (const server of SERVERS) {
    const runs = server.clients.map(({ client, live }) => {
      const label = `${server.name}, client ${client.name}`;
      return { server: server.name, client, live, label, slug: label.replace(/\W+/g, '-') };
    });
    const env = environment(workspace.folder, server.env);
    outcomes.push(...(await (server.kind === 'stdio' ? overStdio : overNetwork)(server, runs, env, workspace)));
  }
  return outcomes;
}

/** On stdio every client starts a server of its own, and ends it by closing the pipe. */
async function overStdio(server, runs, env, workspace) {
  const outcomes = [];
  for (const run of runs) {
    const log = createLog();
    const transport = run.client.transports.stdio({ command: process.execPath, args: [MAIN], env, stderr: 'pipe' });
    transport.stderr.setEncoding('utf8').on('data', log.add);
    // Should the demonstration end early: a server that hangs would not notice that the pipe is closed.
    const kill = () => transport.pid && process.kill(transport.pid, 'SIGKILL');
    process.once('exit', kill);
    outcomes.push(await runSession({ run, transport, workspace }));
    process.off('exit', kill);
    if (outcomes.at(-1).failures.length > 0) printLog(log);
  }
  return outcomes;
}

async function overNetwork(server, runs, env, workspace) {
  const log = createLog();
  const elapsed = stopwatch();
  const outcomes = [];
  const failures = [];
  try {
    const running = await startServer(env, log);
    const url = running.url(server.path);
    print(dim(`${server.name}: ready on ${url} in ${seconds(elapsed())}`));
    for (const run of runs) {
      const transport = run.client.transports[server.kind](url);
      outcomes.push(await runSession({ run, transport, workspace }));
    }
    await running.stop();
  } catch (error) {
    failures.push(`${server.name}: ${error.message}`);
    print(red(`✗ ${server.name}: ${error.message}`));
  }
  const missing = runs.slice(outcomes.length).map((run) => ({ run, marks: {}, failures: [], milliseconds: 0 }));
  const all = [...outcomes, ...missing];
  all[0].failures.push(...failures);
  if (all.some((outcome) => outcome.failures.length > 0)) printLog(log);
  return all;
}

function printLog(log) {
  if (log.text().trim() === '') return;
  print(dim('  The server wrote:'));
  for (const line of log.tail()) print(dim(`  | ${line}`));
  print();
}
