import { Inject, Injectable } from '@nestjs/common';
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type ClientCapabilities,
} from '@modelcontextprotocol/server';
import { Catalog } from '../../catalog/index.js';
import type { ClientInfo, ProtocolEra } from '../../contract/mcp-context.js';
import { ProtocolError } from '../../contract/protocol-error.js';
import { CallFactory } from '../call.factory.js';
import { ErrorCode } from '../error-codes.js';
import { ListCache } from '../list-cache.js';
import { MethodTable, type MethodName } from '../method-table.js';
import type { Params, ProtocolMethod } from '../protocol-call.interface.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from '../protocol.options.js';
import { isServed } from '../server-capabilities.js';
import { handshake, isHandshake, type Self } from './handshakes.js';
import { ListTexts } from './list-texts.js';
import { resultText, type ResultTextOptions } from './result-text.js';
import type { UnaryAnswer, UnaryRequest } from './unary-request.interface.js';

type Result = Readonly<Record<string, unknown>>;

/**
 * Answers well-formed requests straight from the method table: the second caller of the table beside the SDK's servers,
 * and indistinguishable from them on the wire.
 */
@Injectable()
export class UnaryCaller {
  private readonly lists = new ListTexts();
  private methods: ReadonlyMap<string, ProtocolMethod> | undefined;
  private texts: ResultTextOptions | undefined;

  constructor(
    private readonly table: MethodTable,
    private readonly calls: CallFactory,
    private readonly catalog: Catalog,
    private readonly cache: ListCache,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {}

  /** Whether the request is one that is answered here. What belongs to tasks is not. */
  serves(method: string, era: ProtocolEra, { name }: Params): boolean {
    if (isHandshake(method, era)) return true;
    if (!this.served().has(method) || method.startsWith('tasks/')) return false;
    if (!isServed(method as MethodName, { era, live: false })) return false;
    return method !== 'tools/call' || typeof name !== 'string' || !this.catalog.named('tool', name)?.task;
  }

  /** Always an answer, and never an exception. */
  async answer(request: UnaryRequest): Promise<UnaryAnswer> {
    const id = JSON.stringify(request.id);
    try {
      const result = await this.resultOf(request);
      return { status: 200, text: `{"result":${this.textOf(request, result)},"jsonrpc":"2.0","id":${id}}` };
    } catch (thrown) {
      return failure(thrown, id, request.era);
    }
  }

  private async resultOf(request: UnaryRequest): Promise<Result> {
    const { method, era, params } = request;
    if (isHandshake(method, era)) return handshake(method, this.self(), params);
    const { envelope } = request;
    const call = await this.calls.create({
      method: method as MethodName,
      params,
      principal: request.principal,
      transport: 'http',
      era,
      protocolRevision: request.protocolRevision,
      requestId: request.id,
      sessionId: undefined,
      meta: request.meta,
      signal: request.signal,
      httpRequest: request.httpRequest,
      outbox: request.outbox,
      client: envelope?.[CLIENT_INFO_META_KEY] as ClientInfo | undefined,
      clientCapabilities: envelope?.[CLIENT_CAPABILITIES_META_KEY] as ClientCapabilities | undefined,
      inputResponses: {},
      requestState: undefined,
      ask: undefined,
      subscriptions: undefined,
    });
    const serve = this.served().get(method);
    if (!serve) throw new ProtocolError(ErrorCode.MethodNotFound, 'Method not found');
    return serve(params, call);
  }

  private textOf({ method, era }: UnaryRequest, result: Result): string {
    this.texts ??= { serverInfo: this.options.serverInfo, hints: this.cache.hints() };
    if (!method.endsWith('/list')) return resultText(method, era, result, this.texts);
    const { texts } = this;
    return this.lists.remembered(era, result, () => resultText(method, era, result, texts));
  }

  private served(): ReadonlyMap<string, ProtocolMethod> {
    return (this.methods ??= new Map<string, ProtocolMethod>(this.table.offered()));
  }

  private self(): Self {
    const { serverInfo, instructions } = this.options;
    return { serverInfo, instructions, offer: this.table.offer() };
  }
}

/** The codes of errors are those of whoever threw them, as the SDK passes them on. */
function failure(thrown: unknown, id: string, era: ProtocolEra): UnaryAnswer {
  const { code, message, data } = (thrown ?? {}) as { code?: unknown; message?: string; data?: unknown };
  const error = {
    code: Number.isSafeInteger(code) ? codeOnTheWire(code as number) : ErrorCode.InternalError,
    message: message ?? 'Internal error',
  };
  const isMissing = era === 'modern' && error.code === ErrorCode.MissingClientCapability;
  return { status: isMissing ? 400 : 200, text: `{"jsonrpc":"2.0","id":${id},"error":${errorText(error, data)}}` };
}

/** Without data that JSON cannot carry. */
function errorText(error: object, data: unknown): string {
  try {
    return JSON.stringify({ ...error, ...(data !== undefined && { data }) });
  } catch {
    return JSON.stringify(error);
  }
}

/** An unknown resource had a code of its own in older revisions. */
function codeOnTheWire(code: number): number {
  return code === -32_002 ? ErrorCode.InvalidParams : code;
}
