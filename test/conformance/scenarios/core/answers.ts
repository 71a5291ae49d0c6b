import type { Json } from './message.js';

/** What the suite's user writes into the forms of the fixture, by the name of the field. */
const FIELDS: Json = {
  username: 'testuser',
  email: 'test@example.com',
  name: 'Alice',
  age: 30,
  score: 88,
  status: 'active',
  verified: true,
  untitledSingle: 'option1',
  titledSingle: 'value1',
  legacyEnum: 'opt1',
  untitledMulti: ['option1', 'option2'],
  titledMulti: ['value1', 'value2'],
  context: 'a test',
  confirm: true,
  ok: true,
};

/** Accepts a form, filling in every field that it has. */
export function fillIn(params: Json | undefined): { action: 'accept'; content: Json } {
  const { properties = {} } = (params?.['requestedSchema'] ?? {}) as { properties?: Json };
  const names = Object.keys(properties).filter((name) => name in FIELDS);
  return { action: 'accept', content: Object.fromEntries(names.map((name) => [name, FIELDS[name]])) };
}

export const MODEL_ANSWER = {
  role: 'assistant',
  content: { type: 'text', text: 'This is a test response' },
  model: 'test-model',
  stopReason: 'endTurn',
} as const;

export const ROOTS = { roots: [{ uri: 'file:///test/root', name: 'Test root' }] };

/** The answers to the questions of a result that requires input. */
export function answersTo(requests: Json): Record<string, Json> {
  return Object.fromEntries(
    Object.entries(requests as Record<string, { method: string; params?: Json }>).map(([key, { method, params }]) => [
      key,
      method === 'elicitation/create' ? fillIn(params) : method === 'roots/list' ? ROOTS : MODEL_ANSWER,
    ]),
  );
}
