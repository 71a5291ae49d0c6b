/** A function, `BENCH_FUNCTION` by its path, invoked as its platform does. */
import { pathToFileURL } from 'node:url';
import { invokeWithLines } from './shared/function-event.mjs';

const { handler } = await import(pathToFileURL(process.env.BENCH_FUNCTION));
invokeWithLines(handler);
