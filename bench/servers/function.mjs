/** The product as a function: the one file that is deployed, invoked as the platform does. */
import { FUNCTION } from '../lib/product.mjs';
import { invokeWithLines } from './shared/function-event.mjs';

const { handler } = await import(FUNCTION);
invokeWithLines(handler);
