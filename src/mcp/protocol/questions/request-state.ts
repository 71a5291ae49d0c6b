import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { createRequestStateCodec, type RequestStateCodec, type ServerContext } from '@modelcontextprotocol/server';
import { canonicalJson } from '../../common/canonical-json.js';
import { ProtocolError } from '../../contract/errors.js';
import { ErrorCode } from '../error-codes.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import type { Answers } from './round-trip-questions.js';

/** How long a user may take over one round. */
const TTL_SECONDS = 3600;

/** What a sealed state belongs to: it opens for nothing else. */
export interface StateBinding {
  readonly principalKey: string;
  readonly method: string;
  readonly capability: string;
  /** What the call was made with: a consent to one thing is no consent to another. */
  readonly input: unknown;
}

interface Payload {
  readonly answers: Answers;
  readonly binding: string;
}

/** Seals and opens `requestState`: integrity-protected, bound to principal, capability and arguments, with an expiry. */
@Injectable()
export class RequestState {
  private readonly codec: RequestStateCodec<Payload>;

  constructor(@Inject(PROTOCOL_OPTIONS) options: ProtocolOptions) {
    this.codec = createRequestStateCodec<Payload>({ key: options.stateSecret, ttlSeconds: TTL_SECONDS });
  }

  seal(answers: Answers, binding: StateBinding): Promise<string> {
    return this.codec.mint({ answers, binding: digest(binding) });
  }

  /** @throws ProtocolError −32602 for a state that was changed, has expired or belongs to something else */
  async open(state: string, binding: StateBinding): Promise<Answers> {
    try {
      // Without a `bind` callback the codec reads nothing from the context.
      const payload = await this.codec.verify(state, undefined as unknown as ServerContext);
      if (payload.binding === digest(binding)) return payload.answers;
    } catch {
      // The reason is not for the client.
    }
    throw new ProtocolError(ErrorCode.InvalidParams, 'Invalid or expired requestState: start again without it', {
      reason: 'invalid_request_state',
    });
  }
}

function digest({ principalKey, method, capability, input }: StateBinding): string {
  return createHash('sha256')
    .update(canonicalJson([principalKey, method, capability, input]))
    .digest('base64url');
}
