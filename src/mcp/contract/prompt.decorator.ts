import type { Icon } from '@modelcontextprotocol/server';
import { declareCapability } from './metadata.js';
import type { SchemaSource } from './schema.types.js';

export interface PromptOptions {
  /** Default: toolset prefix and method name in snake case. */
  readonly name?: string;
  readonly title?: string;
  readonly description: string;
  /** Schema of the arguments, when it is not the class of a parameter. The protocol carries prompt arguments as strings. */
  readonly input?: SchemaSource;
  readonly icons?: readonly Icon[];
  readonly timeoutMs?: number;
  readonly _meta?: Readonly<Record<string, unknown>>;
}

/** Offers a method as a prompt: it returns a text, messages, or messages with a description. */
export function Prompt(options: PromptOptions): MethodDecorator {
  return declareCapability('prompt', options);
}
