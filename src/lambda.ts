import 'reflect-metadata';
import { fileURLToPath } from 'node:url';
import { readFunctionSettings, type Settings } from './config/index.js';
import { http } from './transports/http/http.bootstrap.js';
import { lambdaHandlers } from './transports/serverless/lambda.bootstrap.js';

const packageFile = (path: string): string => fileURLToPath(new URL(`../${path}`, import.meta.url));
const settings = (): Settings => readFunctionSettings(packageFile, 'lambda');

/** `handler` gives its answer as a whole, `streamHandler` while it comes. */
export const { handler, streamHandler } = lambdaHandlers(settings, [http]);
