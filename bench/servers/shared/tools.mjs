/** What every server offers: the echo tool, and others that are only there. */
const size = Number(process.env.BENCH_TOOLS ?? '10');

export const ECHO = { name: 'echo', description: 'Answers with the text it is given.' };

export const OTHERS = Array.from({ length: size - 1 }, (_, index) => ({
  name: `record_${String(index + 1).padStart(4, '0')}`,
  description: `Looks a record of kind ${index + 1} up by its number.`,
}));

export const answer = (text) => ({ content: [{ type: 'text', text }] });

export const IDENTITY = { name: 'bench', version: '1.0.0' };

const text = (description) => ({ type: 'string', description });

const schema = (properties, required) => ({ type: 'object', properties, required });

/** The list of tools, for servers that are written without helpers. */
export const LISTED = [
  { ...ECHO, inputSchema: schema({ text: text('Any text') }, ['text']) },
  ...OTHERS.map((other) => ({
    ...other,
    inputSchema: schema({ number: text('Number of the record'), limit: { type: 'integer' } }, ['number']),
  })),
];
