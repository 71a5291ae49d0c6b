import type { Type } from '@nestjs/common';
import type { CreateMessageResult, Root } from '@modelcontextprotocol/server';
import type {
  ElicitAnswer,
  ElicitFormRequest,
  ElicitUrlRequest,
  SampleAnswer,
  SampleRequest,
} from '../contract/questions.types.js';
import type { JsonSchema } from '../contract/schema.types.js';
import { ToolError } from '../contract/errors.js';
import { inputContract, isClass, type SchemaContract } from '../catalog/schemas/index.js';
import { formSchema } from './form-schema.js';
import { describeIssues } from './input.pipe.js';
import type { AnswerReader, Question } from './question-channel.interface.js';

/** A question and how its answer is read. */
export interface Asking<Answer> {
  readonly question: Question;
  readonly read: AnswerReader<Answer>;
}

const contracts = new WeakMap<object, SchemaContract>();

function contractOf(schema: Type | JsonSchema): SchemaContract {
  let contract = contracts.get(schema);
  if (!contract) contracts.set(schema, (contract = inputContract(schema)));
  return contract;
}

export function elicitFormQuestion<T extends object>(
  key: string,
  request: ElicitFormRequest<T>,
): Asking<ElicitAnswer<T>> {
  const contract = contractOf(request.schema);
  const requestedSchema = isClass(request.schema) ? formSchema(request.schema.name, contract.schema) : request.schema;
  return {
    question: { method: 'elicitation/create', params: { mode: 'form', message: request.message, requestedSchema } },
    read: async (raw) => {
      if (raw['action'] !== 'accept') return refusal(raw);
      const outcome = await contract.parse(raw['content'] ?? {});
      if (!outcome.ok) throw new ToolError(`The answer to '${key}' does not fit:\n${describeIssues(outcome.issues)}`);
      return { action: 'accept', accepted: true, content: outcome.value as T };
    },
  };
}

export function elicitUrlQuestion<T extends object>({ message, url }: ElicitUrlRequest): Asking<ElicitAnswer<T>> {
  return {
    question: { method: 'elicitation/create', params: { mode: 'url', message, url } },
    read: (raw) =>
      Promise.resolve(
        raw['action'] === 'accept' ? { action: 'accept', accepted: true, content: {} as T } : refusal(raw),
      ),
  };
}

function refusal(raw: Readonly<Record<string, unknown>>): ElicitAnswer<never> {
  if (raw['action'] === 'decline' || raw['action'] === 'cancel') return { action: raw['action'], accepted: false };
  throw new ToolError("The client's answer to the elicitation has no known action: accept, decline or cancel.");
}

export function sampleQuestion({ messages, ...params }: SampleRequest): Asking<SampleAnswer> {
  const list = typeof messages === 'string' ? [{ role: 'user', content: { type: 'text', text: messages } }] : messages;
  return {
    question: { method: 'sampling/createMessage', params: { ...params, messages: list } },
    read: (raw) => {
      const result = raw as unknown as CreateMessageResult;
      const blocks = [result.content].flat() as ({ readonly type?: unknown; readonly text?: string } | undefined)[];
      if (typeof result.role !== 'string' || blocks.some((block) => typeof block?.type !== 'string')) {
        throw new ToolError("The client's model gave an answer without role or content.");
      }
      const text = blocks.map((block) => (block?.type === 'text' ? block.text : '')).join('');
      return Promise.resolve({ ...result, text });
    },
  };
}

export function rootsQuestion(): Asking<readonly Root[]> {
  return {
    question: { method: 'roots/list', params: {} },
    read: (raw) => {
      if (!Array.isArray(raw['roots'])) throw new ToolError('The client gave no list of roots.');
      return Promise.resolve(raw['roots'] as Root[]);
    },
  };
}
