import { types } from 'node:util';

/** Tells errors from other values, those of other realms (`vm`, test runners) included. */
export function isError(value: unknown): value is Error {
  return value instanceof Error || types.isNativeError(value);
}
