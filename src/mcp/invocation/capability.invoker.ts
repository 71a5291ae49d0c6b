import { HttpException, Inject, Injectable } from '@nestjs/common';
import type { CatalogEntry } from '../catalog/index.js';
import type { CompletionRequest } from '../contract/complete.decorator.js';
import type { ResourceRequest } from '../contract/resource-request.js';
import { ActiveCalls } from './active-calls.js';
import type { Call } from './call.interface.js';
import type { CallNotes } from './call-notes.interface.js';
import { CallContext } from './call-context.js';
import { CallEnd } from './call-end.js';
import { CallRequest } from './call-request.js';
import { CallResponse } from './call-response.js';
import { Cancellation, cancellationError } from './cancellation.js';
import { Deadline } from './deadline.js';
import { HandlerFactory, type CapabilityHandler } from './handler.factory.js';
import { remainingOf } from './request-end.js';
import { INVOCATION_OPTIONS, type InvocationOptions } from './invocation.options.js';

/** One for all calls: making one costs a stack trace. */
const CALL_ENDED = new DOMException('The call has ended.', 'AbortError');

/** Runs one capability for one call: enhancers, validated input, time limit, abort signal. */
@Injectable()
export class CapabilityInvoker {
  private readonly handlers = new WeakMap<CatalogEntry, CapabilityHandler>();

  constructor(
    private readonly factory: HandlerFactory,
    private readonly active: ActiveCalls,
    @Inject(INVOCATION_OPTIONS) private readonly options: InvocationOptions,
  ) {}

  /**
   * @param input arguments as the client sent them
   * @param subject what is being read or completed, for the methods that ask for it
   * @returns what the method returned, or the questions that have to be answered first
   * @throws whatever the enhancers and the method throw, or CallTimeoutError
   */
  invoke(
    entry: CatalogEntry,
    input: unknown,
    call: Call,
    subject?: ResourceRequest | CompletionRequest,
  ): Promise<unknown> {
    if (call.notes) Object.assign(call.notes, { entry, input } satisfies CallNotes);
    return this.active.track(() => this.run(entry, input, call, subject));
  }

  private async run(
    entry: CatalogEntry,
    input: unknown,
    call: Call,
    subject: ResourceRequest | CompletionRequest | undefined,
  ): Promise<unknown> {
    if (call.signal.aborted) throw cancellationError();
    const ended = new CallEnd();
    const cancelled = new Cancellation(call.signal, ended);
    const limitMs = entry.timeoutMs ?? call.timeoutMs ?? this.options.callTimeoutMs;
    const deadline = new Deadline(Math.min(limitMs, remainingOf(call.httpRequest)));
    const context = new CallContext(call, deadline, ended);
    const request = call.httpRequest ?? new CallRequest(`/${entry.kind}/${entry.name}`, input);
    const response = new CallResponse();
    try {
      const { requestState } = call.questions;
      const argument = {
        context,
        capability: entry,
        input,
        subject,
        whenOver: ended.whenOver,
        ...(requestState !== undefined && { requestState }),
      };
      const running = this.handlerOf(entry)(request, response, argument);
      const ends = [running, deadline.expired, cancelled.happened];
      if (call.questions.suspension) ends.push(call.questions.suspension);
      const result = await Promise.race(ends).catch((error: unknown) => {
        // A filter that answers through the response returns nothing, and Nest throws on.
        if (!response.headersSent) throw error;
      });
      return response.headersSent ? answerOf(response) : result;
    } finally {
      // No message may follow the answer, and no client that does not read may hold it up.
      if (context.isBehind) {
        const stopped = Promise.race([deadline.expired, cancelled.happened]).catch(() => undefined);
        await Promise.race([context.flush(), stopped]);
      }
      deadline.stop();
      cancelled.stop();
      ended.come(CALL_ENDED);
    }
  }

  private handlerOf(entry: CatalogEntry): CapabilityHandler {
    let handler = this.handlers.get(entry);
    if (!handler) this.handlers.set(entry, (handler = this.factory.create(entry)));
    return handler;
  }
}

/** A filter or guard that answers as for a controller has answered the call. */
function answerOf(response: CallResponse): unknown {
  if (response.statusCode < 400) return response.body;
  throw new HttpException(response.body as string | Record<string, unknown>, response.statusCode);
}
