#!/usr/bin/env node
/**
 * Opens the MCP Inspector on the built server over stdio:
 *
 *   npm run inspect                                      the web page; its address is printed
 *   npm run inspect -- --cli --method tools/list         one request from the command line
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const INSPECTOR = '@modelcontextprotocol/inspector@2.12.0';
const NEEDED = [22, 19];

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < NEEDED[0] || (major === NEEDED[0] && minor < NEEDED[1])) {
  const needed = NEEDED.join('.');
  process.stderr.write(
    `The MCP Inspector needs Node ${needed} or newer, and this is ${process.version}. The server runs on it, the\n` +
      'Inspector does not: switch for this command (`nvm use` takes the version in .nvmrc) and try again.\n',
  );
  process.exit(1);
}

// The Inspector takes its mode first, then the command of the server, then everything else.
const args = process.argv.slice(2);
const mode = /^--(web|cli|tui)$/.test(args[0] ?? '') ? args.splice(0, 1) : [];
const cwd = fileURLToPath(new URL('..', import.meta.url));
const command = ['--yes', INSPECTOR, ...mode, 'node', 'dist/main.js', ...args];
const inspector = spawn('npx', command, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });

// Ctrl+C reaches the Inspector by itself: what is left to do here is to wait for its end.
let stopped = false;
process.on('SIGINT', () => (stopped = true));
process.on('SIGTERM', () => (stopped = inspector.kill('SIGTERM')));
inspector.on('error', (error) => {
  process.stderr.write(`The Inspector could not be started: ${error.message}\n`);
  process.exit(1);
});
inspector.on('exit', (code) => process.exit(stopped ? 0 : (code ?? 1)));
