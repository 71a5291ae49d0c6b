import type { ArgumentsHost, ContextType, ExecutionContext } from '@nestjs/common';
import type { Capability } from './capability.interface.js';
import type { CompletionRequest } from './complete.decorator.js';
import type { McpContext } from './mcp-context.js';
import type { ResourceRequest } from './resource.decorators.js';

/** What `context.getType()` answers while a capability runs. */
export type McpContextType = ContextType | 'mcp';

/** Third argument of a capability's handler, behind request and response. */
export interface McpHandlerArgument {
  readonly context: McpContext;
  readonly capability: Capability;
  /** Arguments as the client sent them, before validation. */
  readonly input: unknown;
  /** What is being read or completed. */
  readonly subject: ResourceRequest | CompletionRequest | undefined;
  /** What the client has carried from an earlier round of the call. */
  readonly requestState?: string;
  readonly onEnd: (listener: () => void) => void;
}

/**
 * The MCP view of Nest's execution context, for guards, interceptors and filters:
 * `McpExecutionContext.create(context).getCapability()`.
 */
export class McpExecutionContext {
  private constructor(private readonly argument: McpHandlerArgument) {}

  /** @throws TypeError when the handler is not a capability: check `context.getType() === 'mcp'` first. */
  static create(context: ExecutionContext | ArgumentsHost): McpExecutionContext {
    if (context.getType<McpContextType>() !== 'mcp') {
      throw new TypeError(`McpExecutionContext needs a context of type 'mcp', not '${context.getType()}'.`);
    }
    return new McpExecutionContext(context.getArgByIndex<McpHandlerArgument>(2));
  }

  getContext(): McpContext {
    return this.argument.context;
  }

  getCapability(): Capability {
    return this.argument.capability;
  }

  /**
   * The sealed state with which this round continues a call (2026-07-28); `undefined` in the first round. Enhancers run in
   * every round.
   */
  getRequestState(): string | undefined {
    return this.argument.requestState;
  }

  /** Calls back once at the end of the call: its answer, its time limit or its cancellation. */
  onEnd(listener: () => void): void {
    this.argument.onEnd(listener);
  }

  /** Arguments as the client sent them: not validated yet. */
  getInput<T = unknown>(): T {
    return this.argument.input as T;
  }
}
