import {
  type ClientCapabilities,
  DEFAULT_NEGOTIATED_PROTOCOL_VERSION,
  type JSONRPCMessage,
  type JSONRPCNotification,
  type JSONRPCRequest,
  type RequestId,
} from '@modelcontextprotocol/server';
import { andThen, isPromise, type MaybePromise } from '../common/maybe-promise.js';
import type { RequestContext } from '../common/request-context.js';
import type { ClientInfo, LogLevel, ProtocolEra, TransportName } from '../contract/mcp-context.js';
import type { QuestionChannel } from '../invocation/index.js';
import { assertAdmissible, assertBatchAllowed, newCall } from './admission.js';
import type { Answer } from './answer.js';
import { announceChanges } from './changes/change-notices.js';
import { LISTEN_METHOD } from './changes/subscription.js';
import type { Engine } from './engine.js';
import { serveHandshake } from './handshake.js';
import type { Params } from './params.js';
import type { PeerOptions } from './peer.options.js';
import { continuesRound, openState, questionsOf } from './questions/channel.js';
import { ClientRequests } from './questions/client-requests.js';
import type { CallingPeer, RequestCall } from './request-call.js';
import { MODERN_REVISION } from './wire/classification.js';
import { connectionEra } from './wire/connection-era.js';
import { MessageRejectedError } from './wire/refusals.js';

/**
 * One client on any transport: turns its messages into answers, and sends it requests and notifications. It owns the
 * handshake, request ids, cancellation, the log level, questions and subscriptions of the client, in both eras.
 */
export class Peer implements CallingPeer {
  client: ClientInfo | undefined;
  clientCapabilities: ClientCapabilities | undefined;
  logLevel: LogLevel | undefined;
  readonly transport: TransportName;
  readonly sessionId: string | undefined;
  readonly subscriptions: Set<string> | undefined;
  private era: ProtocolEra | undefined;
  /** The revision that `initialize` has settled on. */
  negotiatedRevision: string | undefined;
  private readonly open = new Map<RequestId, RequestCall>();
  private clientRequests: ClientRequests | undefined;
  private stopAnnouncing: (() => void) | undefined;
  private endSubscriptions: (() => void) | undefined;
  private subscriptionsEnded: Promise<void> | undefined;
  private readonly listening = new Set<Promise<unknown>>();

  constructor(
    private readonly engine: Engine,
    private readonly options: PeerOptions,
  ) {
    this.transport = options.transport;
    this.sessionId = options.sessionId;
    this.era = options.era;
    this.subscriptions = options.live ? new Set() : undefined;
  }

  get revision(): string {
    if (this.era === 'modern') return MODERN_REVISION;
    return this.negotiatedRevision ?? this.options.revision ?? DEFAULT_NEGOTIATED_PROTOCOL_VERSION;
  }

  /** Whether the client waits for an answer. Subscriptions stay open by nature. */
  get isAwaited(): boolean {
    for (const { method } of this.open.values()) if (method !== LISTEN_METHOD) return true;
    return false;
  }

  /**
   * Takes a message of the client.
   *
   * @returns the answer; `undefined` for notifications, responses and cancelled requests
   * @throws MessageRejectedError, InsufficientScopeError where HTTP has a status for them; other transports get an answer
   */
  receive(message: JSONRPCMessage, context: RequestContext): MaybePromise<Answer | undefined> {
    if (!('method' in message)) return void this.clientRequests?.settle(message);
    try {
      if (!('id' in message)) return this.notified(message);
      const admitted = this.admit(message, context);
      if (!isPromise(admitted)) return this.serve([admitted], false)[0];
      return admitted
        .then((call) => this.serve([call], false)[0])
        .catch((error: unknown) => this.refused(error, context));
    } catch (error) {
      return this.refused(error, context);
    }
  }

  /**
   * Takes a batch (2025-03-26). None of its messages is taken when one of them is refused.
   *
   * @returns the answers, each as soon as it is there
   * @throws MessageRejectedError, InsufficientScopeError
   */
  async receiveBatch(
    messages: readonly JSONRPCMessage[],
    context: RequestContext,
  ): Promise<readonly MaybePromise<Answer | undefined>[]> {
    const admitted: RequestCall[] = [];
    try {
      assertBatchAllowed(this.options.live ? this.negotiatedRevision : this.revision);
      for (const message of messages) {
        if ('method' in message && 'id' in message) admitted.push(await this.admit(message, context));
      }
    } catch (error) {
      for (const call of admitted) this.settle(call);
      throw error;
    }
    for (const message of messages) if (!('method' in message && 'id' in message)) void this.receive(message, context);
    return this.serve(admitted, true);
  }

  /** Ends the connection: subscriptions get their results, which are sent when this resolves; calls are cancelled. */
  async close(): Promise<void> {
    this.stopAnnouncing?.();
    this.endSubscriptions?.();
    for (const call of [...this.open.values()]) if (call.method !== LISTEN_METHOD) call.cancellation.cancel();
    this.clientRequests?.close();
    await Promise.allSettled(this.listening);
  }

  questionsFor(call: RequestCall): QuestionChannel {
    const canAsk = this.options.live && call.era === 'legacy';
    const requests = canAsk ? (this.clientRequests ??= new ClientRequests()) : undefined;
    const send = async (message: object): Promise<void> => this.send(message, call.requestId);
    return questionsOf(call, this.engine.requestState, requests, send);
  }

  async notify(call: RequestCall, method: string, params: Params): Promise<void> {
    await this.send({ method, params }, call.requestId);
  }

  releaseStream({ requestId }: RequestCall): void {
    this.options.link.releaseStream?.(requestId);
  }

  private notified(message: JSONRPCNotification): undefined {
    this.eraOf(message);
    if (message.method === 'notifications/cancelled') {
      this.open.get(message.params?.['requestId'] as RequestId)?.cancellation.cancel();
    }
    // A legacy client hears nothing before it has finished the handshake (2025-11-25, basic/lifecycle).
    if (message.method === 'notifications/initialized' && this.era === 'legacy') this.announceChanges();
    return undefined;
  }

  /** Takes a request in: from now on its id is in use. A policy that fails fails this request only. */
  private admit(message: JSONRPCRequest, context: RequestContext): MaybePromise<RequestCall> {
    const { targets, active } = this.engine;
    const call = newCall(message, context, this, (request) => this.eraOf(request), targets, this.open);
    this.open.set(call.requestId, call);
    if (call.method !== LISTEN_METHOD) active.begin();
    const faulty = (error: unknown): RequestCall => {
      call.fault = error ?? new Error('The access policy has failed');
      return call;
    };
    try {
      const granted = targets.grant(call.target, call.principal);
      return isPromise(granted) ? granted.then(() => call, faulty) : call;
    } catch (error) {
      return faulty(error);
    }
  }

  private serve(calls: readonly RequestCall[], isBatch: boolean): readonly MaybePromise<Answer | undefined>[] {
    try {
      assertAdmissible(calls, isBatch);
    } catch (error) {
      for (const call of calls) this.settle(call);
      throw error;
    }
    for (const { requestId } of calls) this.options.link.admitted?.(requestId);
    return calls.map((call) => this.run(call));
  }

  private eraOf(message: JSONRPCRequest | JSONRPCNotification): ProtocolEra {
    if (this.options.era) return this.options.era;
    const { era, isFinal } = connectionEra(message, this.era);
    if (isFinal) this.era = era;
    return era;
  }

  private run(call: RequestCall): MaybePromise<Answer | undefined> {
    const settled = (answer: Answer): Answer | undefined => {
      this.settle(call);
      return call.cancellation.isCancelled ? undefined : answer;
    };
    const failed = (error: unknown): Answer | undefined =>
      settled(this.engine.answers.error(call.requestId, call.era, error, call.record));
    try {
      const answer = this.answerTo(call);
      return isPromise(answer) ? answer.then(settled, failed) : settled(answer);
    } catch (error) {
      return failed(error);
    }
  }

  private answerTo(call: RequestCall): MaybePromise<Answer> {
    const { requestId, method, era } = call;
    const { answers, table, features, auditor, requestState } = this.engine;
    if (era === 'modern' && method === LISTEN_METHOD) return this.listen(call);
    const handshake = serveHandshake(call, this, features, this.options.live);
    if (handshake) return answers.result(requestId, method, era, handshake);
    const serve = table.find(method, { era, live: this.options.live });
    if (!serve) return answers.unknownMethod(requestId, era);
    if (call.fault !== undefined) return auditor.faulty(call, call.fault);
    const result = continuesRound(call)
      ? openState(call, requestState, auditor).then(() => serve(call.params, call))
      : serve(call.params, call);
    return andThen(result, (value) => answers.result(requestId, method, era, value));
  }

  private async listen(call: RequestCall): Promise<Answer> {
    const { requestId, method, era } = call;
    this.subscriptionsEnded ??= new Promise((resolve) => (this.endSubscriptions = resolve));
    const send = (notice: object): MaybePromise<void> => this.send(notice, requestId);
    const served = this.engine.subscriptions.serve(call, send, this.subscriptionsEnded);
    this.listening.add(served);
    try {
      return this.engine.answers.result(requestId, method, era, await served);
    } finally {
      this.listening.delete(served);
    }
  }

  private announceChanges(): void {
    const { subscriptions, options } = this;
    if (!subscriptions || !options.principal) return;
    const send = (notice: object): MaybePromise<void> => this.send(notice, undefined);
    this.stopAnnouncing ??= announceChanges({ principal: options.principal, subscriptions, send }, this.engine);
  }

  private send(notice: object, related: RequestId | undefined): MaybePromise<void> {
    return this.options.link.send(JSON.stringify({ jsonrpc: '2.0', ...notice }), related);
  }

  private settle(call: RequestCall): void {
    if (this.open.get(call.requestId) !== call) return;
    this.open.delete(call.requestId);
    if (call.method !== LISTEN_METHOD) this.engine.active.end();
  }

  /** HTTP answers a refusal with a status; other transports with an error message. */
  private refused(error: unknown, { http }: RequestContext): Answer | undefined {
    if (http || !(error instanceof MessageRejectedError)) throw error;
    return this.engine.answers.error(error.id, this.era ?? 'legacy', error);
  }
}
