import { ProtocolError } from '../contract/errors.js';
import { ErrorCode } from './error-codes.js';

/** Parameters of a request without the members that belong to the envelope. */
export type Params = Readonly<Record<string, unknown>>;

/** @throws ProtocolError −32602 when the parameter is not a string */
export function stringParam(params: Params, name: string): string {
  const value = params[name];
  if (typeof value === 'string') return value;
  throw new ProtocolError(ErrorCode.InvalidParams, `params.${name} must be a string`);
}

/** @throws ProtocolError −32602 when the parameter is there and is not an object */
export function objectParam(params: Params, name: string): Params {
  const value = params[name] ?? NO_PARAMS;
  if (typeof value === 'object' && !Array.isArray(value)) return value as Params;
  throw new ProtocolError(ErrorCode.InvalidParams, `params.${name} must be an object`);
}

export const NO_PARAMS: Params = Object.freeze({});
