import { Inject, Injectable } from '@nestjs/common';
import type { CatalogEntry } from '../catalog/index.js';
import { isPromise, type MaybePromise } from '../common/maybe-promise.js';
import type { CompletionRequest } from '../contract/complete.decorator.js';
import type { McpContext } from '../contract/mcp-context.js';
import type { McpHandlerArgument } from '../contract/mcp-execution-context.js';
import type { ResourceRequest } from '../contract/resource.decorators.js';
import { ActiveCalls } from './active-calls.js';
import { CallContext } from './call-context.js';
import type { Call } from './call.interface.js';
import { CallLifetime, cancellationError } from './call-lifetime.js';
import { Deadline } from './deadline.js';
import type { CapabilityHandler } from './direct.handler.js';
import { HandlerFactory } from './handler.factory.js';
import { INVOCATION_OPTIONS, type InvocationOptions } from './invocation.options.js';

type Subject = ResourceRequest | CompletionRequest | undefined;

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
   * Runs the capability; returns at once when nothing in it waits.
   *
   * @param input arguments as the client sent them
   * @param subject what is being read or completed, for the methods that ask for it
   * @returns what the method returned, or the questions that have to be answered first
   * @throws whatever the enhancers and the method throw, or CallTimeoutError
   */
  invoke(entry: CatalogEntry, input: unknown, call: Call, subject?: Subject): MaybePromise<unknown> {
    call.record.entry = entry;
    call.record.input = input;
    if (call.cancellation.isCancelled) throw cancellationError();
    const limitMs = entry.timeoutMs ?? call.timeoutMs ?? this.options.callTimeoutMs;
    const invocation = new Invocation(call, entry, input, subject, Math.min(limitMs, call.remainingMs));
    this.active.begin();
    let isWaiting = false;
    try {
      const value = this.handlerOf(entry)(call, invocation);
      if (!isPromise(value) && !invocation.isBehind) return value;
      isWaiting = true;
      return this.finish(value, invocation).finally(() => this.active.end());
    } catch (error) {
      if (!invocation.isBehind) throw error;
      isWaiting = true;
      return this.finish(failing(error), invocation).finally(() => this.active.end());
    } finally {
      if (!isWaiting) {
        invocation.end();
        this.active.end();
      }
    }
  }

  private async finish(value: unknown, invocation: Invocation): Promise<unknown> {
    try {
      return await invocation.settled(value);
    } finally {
      await invocation.flush();
      invocation.end();
    }
  }

  private handlerOf(entry: CatalogEntry): CapabilityHandler {
    let handler = this.handlers.get(entry);
    if (!handler) this.handlers.set(entry, (handler = this.factory.create(entry)));
    return handler;
  }
}

/** One run of a capability. What few runs need is made on demand. */
class Invocation implements McpHandlerArgument {
  private readonly lifetime = new CallLifetime();
  private readonly deadline: Deadline;
  private made: CallContext | undefined;
  private isStopped = false;
  private forgetCancellation: (() => void) | undefined;

  constructor(
    private readonly call: Call,
    readonly capability: CatalogEntry,
    readonly input: unknown,
    readonly subject: Subject,
    limitMs: number,
  ) {
    this.deadline = new Deadline(limitMs);
  }

  get context(): McpContext {
    return (this.made ??= new CallContext(this.call, this.deadline, this.lifetime));
  }

  get requestState(): string | undefined {
    return this.call.questions.requestState;
  }

  /** The time limit or the cancellation has ended the call. */
  private stop: () => void = () => {
    this.isStopped = true;
  };

  /** Whether messages of the call have not been handed over yet. */
  get isBehind(): boolean {
    return this.made?.isBehind === true;
  }

  onEnd(listener: () => void): void {
    this.lifetime.onEnd(listener);
  }

  /** Settles with the value, the time limit, the cancellation or an unanswered question: the first of them. */
  settled(value: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const stop = (error: Error): void => {
        this.stop();
        reject(error);
      };
      Promise.resolve(value).then(resolve, reject);
      this.deadline.start(stop);
      this.forgetCancellation = this.call.cancellation.onCancel(() => {
        const error = cancellationError();
        this.lifetime.end(error);
        stop(error);
      });
      this.call.questions.onSuspended?.(resolve);
    });
  }

  /** Waits until no message can follow the answer; a client that does not read delays it to the time limit at most. */
  async flush(): Promise<void> {
    if (!this.isBehind || this.isStopped) return;
    const stopped = new Promise<void>((resolve) => (this.stop = resolve));
    await Promise.race([this.made?.flush(), stopped]);
  }

  end(): void {
    this.deadline.stop();
    this.forgetCancellation?.();
    this.lifetime.end(CALL_ENDED);
  }
}

async function failing(error: unknown): Promise<never> {
  throw error;
}
