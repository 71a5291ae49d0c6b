import type { Type } from '@nestjs/common';
import type { CreateMessageRequest, CreateMessageResult, SamplingMessage } from '@modelcontextprotocol/server';
import type { JsonSchema } from './schema.types.js';

/** A form for the user. */
export interface ElicitFormRequest<T extends object> {
  readonly message: string;
  /**
   * What is asked for: a class whose properties are strings, numbers, booleans or enums, or a JSON Schema that is sent
   * exactly as written.
   */
  readonly schema: Type<T> | JsonSchema;
}

/** A page that the user is asked to open, for what must not pass through the client (2025-11-25 and later). */
export interface ElicitUrlRequest {
  readonly message: string;
  readonly url: string;
}

/** The user's answer. Declining and cancelling are ordinary answers, not errors. */
export type ElicitAnswer<T> =
  | { readonly action: 'accept'; readonly accepted: true; readonly content: T }
  | { readonly action: 'decline' | 'cancel'; readonly accepted: false; readonly content?: undefined };

/** A request to the client's model; a plain string is one user message. */
export type SampleRequest = Omit<CreateMessageRequest['params'], 'messages' | 'tools' | 'toolChoice' | '_meta'> & {
  readonly messages: string | readonly SamplingMessage[];
};

/** The model's answer; `text` is what its text blocks say. */
export type SampleAnswer = CreateMessageResult & { readonly text: string };
