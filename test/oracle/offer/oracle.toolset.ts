import { NotFoundException } from '@nestjs/common';
import {
  ChangeNotifier,
  Complete,
  CompletionRequest,
  McpContext,
  Prompt,
  ProtocolError,
  Public,
  Resource,
  ResourceRequest,
  ResourceTemplate,
  Tool,
  ToolError,
  Toolset,
  text,
  type JsonSchema,
} from '../../../src/index.js';
import { FIXED, ITEMS, LEVELS, QUESTIONS, TOPICS, schemas } from './definitions.js';
import { pass } from './gates.js';

interface EchoInput {
  readonly text: string;
  readonly times?: number;
}

const topic: JsonSchema = { type: 'object', properties: { topic: { type: 'string' } }, required: ['topic'] };

/** The offer as a toolset. */
@Public()
@Toolset()
export class OracleToolset {
  constructor(private readonly changes: ChangeNotifier) {}

  @Tool({ description: 'Repeats a text.', input: schemas.echo })
  echo({ text: said, times = 1 }: EchoInput): string {
    return said.repeat(times);
  }

  @Tool({ description: 'Measures a text.', input: schemas.echo, output: schemas.measured })
  measure({ text: said }: EchoInput): object {
    return { text: said, length: said.length };
  }

  @Tool({ description: 'Reports progress.' })
  async steps(ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2, 'half');
    await ctx.progress(2, 2);
    return 'all';
  }

  @Tool({ description: 'Logs at every level.' })
  async chatter(ctx: McpContext): Promise<string> {
    for (const level of LEVELS) await ctx.log(level, { level }, 'oracle');
    return 'told';
  }

  @Tool({ description: 'Waits for its gate.', input: schemas.gate })
  async slow({ gate }: { gate: string }, ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2);
    const outcome = await pass('ours', gate, ctx.signal);
    await ctx.progress(2, 2);
    await ctx.log('error', outcome);
    return outcome;
  }

  @Tool({ description: 'Fails.', input: schemas.fail })
  fail({ how }: { how: string }): never {
    if (how === 'expected') throw new ToolError('As expected');
    if (how === 'protocol') throw new ProtocolError(-32050, 'By protocol', { own: 1 });
    throw new Error('secret detail');
  }

  @Tool({ description: 'Asks the client.', input: schemas.ask })
  async ask({ what }: { what: string }, ctx: McpContext): Promise<string> {
    const { message, schema } = QUESTIONS.form;
    const said: unknown[] = [];
    if (what === 'form' || what === 'all') said.push(await ctx.elicit('form', { message, schema }));
    if (what === 'model' || what === 'all') said.push((await ctx.sample('model', QUESTIONS.model)).content);
    if (what === 'roots' || what === 'all') said.push(await ctx.roots());
    return JSON.stringify(said.map((answer) => leaf(answer)));
  }

  @Tool({ description: 'Returns blocks.' })
  blocks(): object {
    return { content: [text('one'), text('two')], _meta: { own: 1 } };
  }

  @Tool({ description: 'Announces a change.', input: schemas.change })
  change({ what }: { what: string }): string {
    if (what === 'tools') this.changes.toolsChanged();
    if (what === 'prompts') this.changes.promptsChanged();
    if (what === 'resources') this.changes.resourcesChanged();
    if (what === 'fixed') this.changes.resourceUpdated(FIXED);
    return 'changed';
  }

  @Resource({ uri: FIXED, description: 'Fixed.', mimeType: 'text/plain' })
  fixed(): string {
    return 'fixed';
  }

  @ResourceTemplate({ uriTemplate: ITEMS, description: 'An item.', mimeType: 'text/plain' })
  item({ variables }: ResourceRequest): string {
    if (variables['name'] === 'none') throw new NotFoundException();
    return String(variables['name']);
  }

  @Prompt({ description: 'Writes.', input: topic })
  write(input: { topic: string }): string {
    return `Write about ${input.topic}.`;
  }

  @Prompt({ description: 'Tells.' })
  tell(): string {
    return 'Tell.';
  }

  @Complete('write', 'topic')
  topics({ value }: CompletionRequest): string[] {
    return TOPICS.filter((known) => known.startsWith(value));
  }
}

/** What was answered, without members that one side adds for its authors. */
function leaf(answer: unknown): unknown {
  const { accepted: _accepted, ...rest } = answer as Record<string, unknown>;
  return Array.isArray(answer) ? answer : rest;
}
