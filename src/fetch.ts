import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { readFunctionSettings, type Settings } from './config/index.js';
import { http } from './transports/http/http.bootstrap.js';
import { fetchHandlers } from './transports/serverless/fetch.bootstrap.js';

const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const settings = (): Settings => readFunctionSettings(packageFile, 'fetch');

/** `fetch` takes a web-standard request; `close` ends the application. */
export const { fetch, close } = fetchHandlers(settings, [http]);

export default { fetch };
