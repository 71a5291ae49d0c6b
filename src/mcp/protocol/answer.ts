import { Inject, Injectable, Logger } from '@nestjs/common';
import { type RequestId, SERVER_INFO_META_KEY } from '@modelcontextprotocol/server';
import { Catalog } from '../catalog/index.js';
import type { ProtocolEra } from '../contract/mcp-context.js';
import { ProtocolError } from '../contract/errors.js';
import { type CallRecord, internalFailure, opaqueMessage, Serialised } from '../invocation/index.js';
import { ErrorCode } from './error-codes.js';
import type { Params } from './params.js';
import type { MethodResult } from './protocol-method.js';
import { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';
import { errorResponse, MessageRejectedError } from './wire/refusals.js';

/** The one answer to a request. */
export interface Answer {
  /** The JSON-RPC response. */
  readonly text: string;
  /** The same in two pieces, of an answer whose long beginning is kept as bytes. */
  readonly pieces?: readonly [beginning: Buffer, end: string];
  /** HTTP status of an answer that is not part of an event stream. */
  readonly status: 200 | 400 | 404;
  /** JSON-RPC code of an error. */
  readonly code?: number;
}

/** How long, and for whom, clients may keep a result (2026-07-28, server/utilities/caching). */
interface CacheHints {
  readonly ttlMs: number;
  readonly cacheScope: 'public' | 'private';
}

const NOT_KEPT: CacheHints = { ttlMs: 0, cacheScope: 'private' };

const LISTS: readonly string[] = ['tools/list', 'prompts/list', 'resources/list', 'resources/templates/list'];

/** Results that say how long they may be kept (2026-07-28, `CacheableResult`). */
const CACHEABLE: ReadonlySet<string> = new Set([...LISTS, 'resources/read', 'server/discover']);

/** All lists that are kept have this many characters and bytes at most. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** A list that is longer is kept as bytes as well: writing it would encode it for every answer. */
const LONG_LIST = 16 * 1024;

/** A list as it is written. */
interface ListText {
  readonly text: string;
  readonly bytes: Buffer | undefined;
}

/** Writes results and errors as JSON-RPC responses, with what each era adds to them. */
@Injectable()
export class AnswerWriter {
  private readonly logger = new Logger('Protocol');
  private readonly modernSuffix: string;
  private lists: Record<ProtocolEra, WeakMap<object, ListText>> = { legacy: new WeakMap(), modern: new WeakMap() };
  private listCharacters = 0;
  private listHints: CacheHints | undefined;

  constructor(
    private readonly catalog: Catalog,
    @Inject(PROTOCOL_OPTIONS) private readonly options: ProtocolOptions,
  ) {
    const info = JSON.stringify({ [SERVER_INFO_META_KEY]: options.serverInfo });
    this.modernSuffix = `,"resultType":"complete","_meta":${info}}`;
  }

  result(id: RequestId, method: string, era: ProtocolEra, result: MethodResult): Answer {
    const end = `,"jsonrpc":"2.0","id":${JSON.stringify(id)}}`;
    if (!LISTS.includes(method))
      return { text: `{"result":${this.resultText(method, era, result)}${end}`, status: 200 };
    const { text, bytes } = this.listText(method, era, result);
    return { text: `{"result":${text}${end}`, ...(bytes && { pieces: [bytes, end] }), status: 200 };
  }

  /**
   * Errors of the protocol go to the client as they are. Anything else is a fault of the server: the client sees an id,
   * and the log has the cause under it.
   */
  error(id: RequestId | undefined, era: ProtocolEra, thrown: unknown, record: CallRecord = {}): Answer {
    const { code, message, data } = this.wireError(thrown, record);
    const isRefusal = thrown instanceof MessageRejectedError || code === ErrorCode.MissingClientCapability;
    return { text: errorText(code, message, id, data), status: era === 'modern' && isRefusal ? 400 : 200, code };
  }

  /** The status says it as well in the modern era (2026-07-28, basic/transports: Streamable HTTP). */
  unknownMethod(id: RequestId, era: ProtocolEra): Answer {
    const code = ErrorCode.MethodNotFound;
    return { text: errorText(code, 'Method not found', id, undefined), status: era === 'modern' ? 404 : 200, code };
  }

  private wireError(thrown: unknown, record: CallRecord): Pick<ProtocolError, 'code' | 'message' | 'data'> {
    if (thrown instanceof ProtocolError || thrown instanceof MessageRejectedError) return thrown;
    const { id } = internalFailure(thrown, record);
    this.logger.error(`A request failed, id ${id}`, thrown);
    return { code: ErrorCode.InternalError, message: opaqueMessage(id), data: undefined };
  }

  private resultText(method: string, era: ProtocolEra, result: MethodResult): string {
    return result instanceof Serialised ? this.serialisedText(method, era, result) : this.text(method, era, result);
  }

  private listText(method: string, era: ProtocolEra, result: MethodResult): ListText {
    const known = this.lists[era].get(result);
    if (known !== undefined) return known;
    const text = this.resultText(method, era, result);
    const bytes = text.length > LONG_LIST ? Buffer.from(`{"result":${text}`) : undefined;
    const list: ListText = { text, bytes };
    this.rememberList(era, result, list);
    return list;
  }

  private serialisedText(method: string, era: ProtocolEra, { value, json }: Serialised<object>): string {
    if (era === 'legacy') return json;
    const isPlain = !('resultType' in value) && !('_meta' in value) && !CACHEABLE.has(method);
    return isPlain ? `${json.slice(0, -1)}${this.modernSuffix}` : this.text(method, era, value as Params);
  }

  private text(method: string, era: ProtocolEra, result: Params): string {
    if (era === 'legacy') return JSON.stringify(result);
    const { resultType = 'complete', ...rest } = result;
    const typed = Object.assign({}, rest, { resultType });
    const cached = resultType === 'complete' && CACHEABLE.has(method) ? this.withHints(method, typed) : typed;
    return JSON.stringify(this.withServerInfo(cached));
  }

  private withHints(method: string, result: Params): Params {
    const hint = LISTS.includes(method) ? this.hints() : NOT_KEPT;
    const { ttlMs = hint.ttlMs, cacheScope = hint.cacheScope, ...rest } = result;
    return Object.assign({}, rest, { ttlMs, cacheScope });
  }

  /** A list that differs from caller to caller is never public, even if that was asked for. */
  private hints(): CacheHints {
    const { listCache } = this.options;
    if (!listCache) return NOT_KEPT;
    const isPublic = listCache.scope === 'public' && this.catalog.isEqualForAll();
    return (this.listHints ??= { ttlMs: listCache.ttlMs, cacheScope: isPublic ? 'public' : 'private' });
  }

  private withServerInfo(result: Params): Params {
    const { serverInfo } = this.options;
    const meta = result['_meta'] as Params | undefined;
    if (meta?.[SERVER_INFO_META_KEY] !== undefined) return result;
    return Object.assign({}, result, { _meta: Object.assign({}, meta, { [SERVER_INFO_META_KEY]: serverInfo }) });
  }

  /** A list is the same object while it has the same content. */
  private rememberList(era: ProtocolEra, result: object, list: ListText): void {
    const size = list.text.length + (list.bytes?.length ?? 0);
    if (size > MAX_CHARACTERS) return;
    if (this.listCharacters + size > MAX_CHARACTERS) {
      this.lists = { legacy: new WeakMap(), modern: new WeakMap() };
      this.listCharacters = 0;
    }
    this.listCharacters += size;
    this.lists[era].set(result, list);
  }
}

/** Without data that JSON cannot carry. */
function errorText(code: number, message: string, id: RequestId | undefined, data: unknown): string {
  try {
    return JSON.stringify(errorResponse(wireCode(code), message, id, data));
  } catch {
    return JSON.stringify(errorResponse(wireCode(code), message, id));
  }
}

/** An unknown resource had a code of its own in older revisions. */
function wireCode(code: number): number {
  return code === -32_002 ? ErrorCode.InvalidParams : code;
}
