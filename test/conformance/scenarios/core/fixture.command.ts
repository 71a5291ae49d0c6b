import { dirname, resolve } from 'node:path';

/** The entry of the scenarios lies in a folder beside the fixture. */
const [, entry = ''] = process.argv;

/** How the fixture is started for a client on stdio. Its log stays out of the report. */
export const fixture = {
  command: process.execPath,
  args: [resolve(dirname(entry), '../main.js')],
  env: { PATH: process.env['PATH'] ?? '', TRANSPORT: 'stdio' },
  stderr: 'ignore' as const,
};
