import { holds, same } from './expect.mjs';
import { STEP_MS, within } from './limits.mjs';

const PAGE = 'handbook/expenses.md';
const URI = `docs://${PAGE}`;
const TOOLS = ['docs_add_note', 'docs_list', 'docs_read', 'docs_reindex', 'docs_search'];

const textOf = ({ content }) => content.map((block) => block.text ?? '').join('\n');

function succeeded(result) {
  holds(!result.isError, `The tool answered with an error: ${textOf(result)}`);
  return result;
}

/** Something that this combination cannot do, and that was refused as it should be. */
export class Refused {
  constructor(reason) {
    this.reason = reason;
  }
}

async function listTools({ client }) {
  const { tools } = await client.listTools();
  const names = tools.map(({ name }) => name);
  for (const name of TOOLS) holds(names.includes(name), `${name} is missing among the tools: ${names.join(', ')}`);
  for (const { name, inputSchema } of tools) same(`The schema of ${name}`, inputSchema.type, 'object');
  return names.join(', ');
}

async function search({ client }) {
  const query = 'lost receipt';
  const result = succeeded(await client.callTool({ name: 'docs_search', arguments: { query } }));
  const [best] = result.structuredContent.results;
  same('The best result of the search', [best?.path, best?.section], [PAGE, 'Receipts']);
  return `"${query}" → ${best.path} § ${best.section}: ${best.snippet}`;
}

async function read({ client }) {
  const request = { name: 'docs_read', arguments: { path: PAGE, section: 'receipts' } };
  const text = textOf(succeeded(await client.callTool(request)));
  holds(/^## Receipts\n[^]*ask the shop for a copy/.test(text), `Another section was read: ${text}`);
  holds(!text.includes('Travel'), 'The section that was read goes on into the next one');
  return `${PAGE} § Receipts → ${text.trim().length} characters of Markdown`;
}

async function readResource({ client, workspace }) {
  const { resources } = await client.listResources();
  holds(
    resources.some(({ uri }) => uri === URI),
    `${URI} is missing among the resources`,
  );
  const [content] = (await client.readResource({ uri: URI })).contents;
  const { uri, mimeType, text } = content;
  same('The resource', { uri, mimeType, text }, { uri: URI, mimeType: 'text/markdown', text: workspace.read(PAGE) });
  return `${uri} → ${mimeType}, ${text.length} characters; ${resources.length} pages are listed`;
}

async function getPrompt({ client }) {
  const question = 'What do I do about a lost receipt?';
  const { messages } = await client.getPrompt({ name: 'docs_answer_question', arguments: { question } });
  const passages = messages.filter(({ content }) => content.type === 'resource');
  holds(messages[0]?.content.text?.includes(question), 'The prompt does not hold the question');
  same('The first passage of the prompt', passages[0]?.content.resource.uri, URI);
  return `"${question}" → ${messages.length} messages, of which ${passages.length} passages of pages`;
}

async function complete({ client }) {
  const ref = { type: 'ref/resource', uri: 'docs://{+path}' };
  const { completion } = await client.complete({ ref, argument: { name: 'path', value: 'hand' } });
  same('The completions of "hand"', completion.values, ['handbook/expenses.md', 'handbook/holidays.md']);
  return `"hand" → ${completion.values.join(', ')}`;
}

async function addNote({ client, workspace, run, questions }) {
  const path = `notes/${run.slug}.md`;
  const note = { path, title: `A note over ${run.label}`, text: 'Written by the demonstration.' };
  const result = await client.callTool({ name: 'docs_add_note', arguments: note });
  if (!run.live) {
    holds(result.isError === true, 'The note was added although nobody could be asked');
    holds(textOf(result).includes('elicitation'), `The refusal does not say what is missing: ${textOf(result)}`);
    holds(!workspace.has(path), 'The note was refused, and written all the same');
    const [, why = textOf(result)] = /, and (.*)\.$/.exec(textOf(result)) ?? [];
    return new Refused(why);
  }
  succeeded(result);
  same('The number of questions asked', questions.length, 1);
  holds(questions[0].includes(path), 'The question does not name the page to be written');
  same('The path of the note', result.structuredContent.path, path);
  same('The note on disk', workspace.read(path), `# ${note.title}\n\n${note.text}\n`);
  return `was asked to confirm → agreed → ${textOf(result)}`;
}

async function notice({ client, watch, workspace, run, updates }) {
  const uri = 'docs://status.md';
  if (!run.live) {
    const { resources } = client.getServerCapabilities();
    holds(!resources?.subscribe, 'The server offers subscriptions that it cannot serve');
    return new Refused('not offered: a stateless request of this revision leaves no stream for notices');
  }
  await watch(uri);
  const line = `Seen over ${run.label}.`;
  workspace.append('status.md', `\n${line}\n`);
  await within(STEP_MS, 'The notice of a change', updates.next(uri));
  const [{ text }] = (await client.readResource({ uri })).contents;
  holds(text.includes(line), 'The page that was read after the notice is the old one');
  return `edited status.md → notice for ${uri} → read the new text`;
}

export const STEPS = [
  { name: 'tools', title: 'list tools', take: listTools },
  { name: 'search', title: 'search', take: search },
  { name: 'read', title: 'read a section', take: read },
  { name: 'resource', title: 'read a resource', take: readResource },
  { name: 'prompt', title: 'get a prompt', take: getPrompt },
  { name: 'complete', title: 'complete a path', take: complete },
  { name: 'note', title: 'add a note', take: addNote },
  { name: 'notice', title: 'hear of a change', take: notice },
];
