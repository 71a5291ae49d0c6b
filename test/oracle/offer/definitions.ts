/** What both sides offer: definitions as clients see them, shared so that lists compare in full. */

const object = (properties: Record<string, object>, ...required: string[]): Record<string, unknown> => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});

const string = { type: 'string' };

const NOTHING = { type: 'object', properties: {}, additionalProperties: false };

export const schemas = {
  echo: object({ text: string, times: { type: 'integer', minimum: 1 } }, 'text'),
  measured: object({ text: string, length: { type: 'integer' } }, 'text', 'length'),
  gate: object({ gate: string }, 'gate'),
  fail: object({ how: { enum: ['expected', 'protocol', 'internal'] } }, 'how'),
  ask: object({ what: { enum: ['form', 'model', 'roots', 'all'] } }, 'what'),
  change: object({ what: { enum: ['tools', 'prompts', 'resources', 'fixed'] } }, 'what'),
  colour: { type: 'object', properties: { colour: string }, required: ['colour'] },
} as const;

export const SERVER_INFO = { name: 'suite', version: '9.8.7' };

export const TOOLS = [
  { name: 'echo', description: 'Repeats a text.', inputSchema: schemas.echo },
  { name: 'measure', description: 'Measures a text.', inputSchema: schemas.echo, outputSchema: schemas.measured },
  { name: 'steps', description: 'Reports progress.', inputSchema: NOTHING },
  { name: 'chatter', description: 'Logs at every level.', inputSchema: NOTHING },
  { name: 'slow', description: 'Waits for its gate.', inputSchema: schemas.gate },
  { name: 'fail', description: 'Fails.', inputSchema: schemas.fail },
  { name: 'ask', description: 'Asks the client.', inputSchema: schemas.ask },
  { name: 'blocks', description: 'Returns blocks.', inputSchema: NOTHING },
  { name: 'change', description: 'Announces a change.', inputSchema: schemas.change },
] as const;

export const FIXED = 'oracle://fixed';
export const ITEMS = 'oracle://items/{name}';

export const RESOURCES = [{ uri: FIXED, description: 'Fixed.', mimeType: 'text/plain', name: 'fixed' }] as const;

export const TEMPLATES = [
  { uriTemplate: ITEMS, description: 'An item.', mimeType: 'text/plain', name: 'item' },
] as const;

export const PROMPTS = [
  { name: 'write', description: 'Writes.', arguments: [{ name: 'topic', required: true }] },
  { name: 'tell', description: 'Tells.' },
] as const;

export const LEVELS = ['debug', 'info', 'notice', 'warning', 'error', 'critical', 'alert', 'emergency'] as const;

export const TOPICS = ['bread', 'butter', 'cake'];

export const QUESTIONS = {
  form: { message: 'Which colour?', schema: schemas.colour },
  model: { messages: 'Name a colour.', maxTokens: 10 },
} as const;
