import type { Icon, ToolAnnotations } from '@modelcontextprotocol/server';
import { declareCapability } from './metadata.js';
import type { SchemaSource } from './schema.types.js';

export interface ToolOptions {
  /** Exact name, `[A-Za-z0-9_.-]{1,128}`. Default: toolset prefix and method name in snake case. */
  readonly name?: string;
  /** Name for people. */
  readonly title?: string;
  /** What the tool does and when to use it: the model decides by this text. */
  readonly description: string;
  /** Input schema, when it is not the class of a parameter: a Standard Schema or a JSON Schema. */
  readonly input?: SchemaSource;
  /** Shape of the answer. Becomes `outputSchema`; every answer is checked against it. */
  readonly output?: SchemaSource;
  /** Hints for clients: read-only, destructive, idempotent, open world. */
  readonly annotations?: ToolAnnotations;
  readonly icons?: readonly Icon[];
  /** Limit for one call in milliseconds; default `CALL_TIMEOUT_MS`. Time spent waiting for the user does not count. */
  readonly timeoutMs?: number;
  readonly _meta?: Readonly<Record<string, unknown>>;
  /**
   * Lets the call become a task that the client polls, for work that outlives a request: `optional` for clients that know
   * tasks, `required` to refuse the others. The method stays as it is. (Extension `io.modelcontextprotocol/tasks`.)
   */
  readonly task?: 'optional' | 'required';
  /** `at-once`: every such call is a task from its start (default). `manual`: it becomes one when it calls `ctx.startTask()`. */
  readonly taskStart?: 'at-once' | 'manual';
}

/** Offers a method as a tool. See https://modelcontextprotocol.io/specification/2025-11-25/server/tools */
export function Tool(options: ToolOptions): MethodDecorator {
  return declareCapability('tool', options);
}
