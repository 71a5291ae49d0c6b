import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  LOG_LEVEL_META_KEY,
  PROTOCOL_VERSION_META_KEY,
  type JSONRPCRequest,
} from '@modelcontextprotocol/server';
import { NO_PARAMS, type Params } from '../params.js';

/** The members of `_meta` that belong to the envelope of a modern request (2026-07-28, basic/index: `_meta`). */
export const ENVELOPE_KEYS: readonly string[] = [
  PROTOCOL_VERSION_META_KEY,
  CLIENT_INFO_META_KEY,
  CLIENT_CAPABILITIES_META_KEY,
  LOG_LEVEL_META_KEY,
];

/** Parameters of a request that belong to its rounds, not to its method (2026-07-28, basic/patterns/mrtr). */
const ROUND_KEYS = ['inputResponses', 'requestState'];

/** The parts of a request. */
export interface RequestParts {
  /** Without the envelope and the material of rounds. */
  readonly params: Params;
  /** `_meta` without the envelope. */
  readonly meta: Params;
  readonly envelope: Params | undefined;
  readonly inputResponses: unknown;
  readonly requestState: unknown;
}

/** Separates what belongs to the method from what belongs to the envelope. */
export function partsOf({ params }: Pick<JSONRPCRequest, 'params'>): RequestParts {
  const all = params ?? NO_PARAMS;
  const whole = (all['_meta'] ?? NO_PARAMS) as Params;
  const hasEnvelope = ENVELOPE_KEYS.some((key) => key in whole);
  const hasRounds = ROUND_KEYS.some((key) => key in all);
  const { inputResponses, requestState } = all;
  if (!hasEnvelope && !hasRounds) {
    return { params: all, meta: whole, envelope: undefined, inputResponses, requestState };
  }
  const meta = hasEnvelope ? without(whole, ENVELOPE_KEYS) : whole;
  const rest = without(all, hasEnvelope ? ['_meta', ...ROUND_KEYS] : ROUND_KEYS);
  if (hasEnvelope && Object.keys(meta).length > 0) rest['_meta'] = meta;
  return {
    params: rest,
    meta,
    envelope: hasEnvelope ? only(whole, ENVELOPE_KEYS) : undefined,
    inputResponses,
    requestState,
  };
}

function without(all: Params, keys: readonly string[]): Record<string, unknown> {
  const rest: Record<string, unknown> = {};
  for (const key in all) if (Object.hasOwn(all, key) && !keys.includes(key)) rest[key] = all[key];
  return rest;
}

function only(all: Params, keys: readonly string[]): Params {
  const part: Record<string, unknown> = {};
  for (const key of keys) if (key in all) part[key] = all[key];
  return part;
}
