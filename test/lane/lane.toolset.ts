import { setTimeout as pause } from 'node:timers/promises';
import { NotFoundException } from '@nestjs/common';
import { IsIn, IsInt, IsOptional, IsString, MaxLength, Min } from 'class-validator';
import {
  Complete,
  CompletionRequest,
  Describe,
  ListResources,
  McpContext,
  Prompt,
  Public,
  Resource,
  ResourceTemplate,
  Scopes,
  Tool,
  ToolError,
  Toolset,
  text,
  type ResourceEntry,
} from '../../src/index.js';

class EchoInput {
  @Describe('What is said back') @IsString() @MaxLength(50) text!: string;
  @IsOptional() @IsInt() @Min(1) times?: number;
}

class EchoOutput {
  @IsString() text!: string;
  @IsInt() length!: number;
}

class TopicInput {
  @Describe('What to write about') @IsString() topic!: string;
}

class NameInput {
  @IsString() name!: string;
}

class FailInput {
  @IsIn(['expected', 'http', 'internal', 'unserialisable', 'late']) how!: string;
}

class Colour {
  @IsString() colour!: string;
}

/** Everything that a call can come to. */
@Public()
@Toolset()
export class LaneToolset {
  @Tool({ description: 'Says it again.' })
  echo(input: EchoInput): string {
    return input.text.repeat(input.times ?? 1);
  }

  @Tool({ description: 'Says it again, with its length.', output: EchoOutput })
  measure(input: EchoInput): EchoOutput {
    return { text: input.text, length: input.text.length };
  }

  @Tool({ description: 'Takes its time, and says how far it is.' })
  async steps(ctx: McpContext): Promise<string> {
    await ctx.progress(1, 2, 'half');
    await pause(2);
    await ctx.progress(2, 2);
    return 'all';
  }

  @Tool({ description: 'Tells what it does.' })
  async chatter(ctx: McpContext): Promise<string> {
    await ctx.log('debug', { detail: 'ä' });
    await ctx.log('warning', 'careful', 'lane');
    return 'told';
  }

  @Tool({ description: 'Does not answer at once.' })
  async slow(): Promise<string> {
    await pause(5);
    return 'late';
  }

  @Tool({ description: 'Fails in one way or another.' })
  async fail({ how }: FailInput): Promise<unknown> {
    if (how === 'late') await pause(2);
    if (how === 'expected') throw new ToolError('As expected');
    if (how === 'http') throw new NotFoundException('No such thing');
    if (how === 'unserialisable') return { big: 10n };
    throw new Error('secret detail');
  }

  @Tool({ description: 'Takes too long.', timeoutMs: 5 })
  async hang(): Promise<void> {
    await pause(100);
  }

  @Tool({ description: 'Asks first.' })
  async asking(ctx: McpContext): Promise<string> {
    const answer = await ctx.elicit('colour', { message: 'Which colour?', schema: Colour });
    return answer.accepted ? answer.content.colour : 'none';
  }

  @Tool({ description: 'Answers with blocks.' })
  blocks(): object {
    return { content: [text('one'), text('two')], _meta: { own: 1 } };
  }

  @Tool({ description: 'Runs as a task for those who know tasks.', task: 'optional' })
  background(): string {
    return 'done';
  }

  @Resource({ uri: 'lane://fixed', description: 'Fixed.', cache: { ttlMs: 1000, scope: 'public' } })
  fixed(): string {
    return 'fixed';
  }

  @Resource({ uri: 'lane://own', description: 'Says more about itself.' })
  own(): object {
    return { contents: [{ text: 'own' }], _meta: { own: 1 }, ttlMs: 5, cacheScope: 'public', resultType: 'made-up' };
  }

  @Resource({ uri: 'lane://malformed', description: 'Says what the protocol does not have.' })
  malformed(): object {
    return { contents: [{ text: 'malformed' }], ttlMs: -1 };
  }

  @ResourceTemplate({ uriTemplate: 'lane://items/{name}', description: 'An item.' })
  item({ name }: NameInput): object {
    if (name === 'none') throw new NotFoundException();
    return { name };
  }

  @ListResources('item')
  items(): ResourceEntry[] {
    return ['a', 'b'].map((name) => ({ uri: `lane://items/${name}`, name }));
  }

  @Prompt({ description: 'Writes.' })
  write({ topic }: TopicInput): string {
    return `Write about ${topic}.`;
  }

  @Prompt({ description: 'Says more about itself.' })
  tell(): object {
    return {
      messages: 'Tell.',
      description: 'Told',
      _meta: { own: 1 },
      resultType: 'input_required',
      inputRequests: {},
    };
  }

  @Complete('write', 'topic')
  topics({ value }: CompletionRequest): string[] {
    return ['bread', 'butter'].filter((topic) => topic.startsWith(value));
  }
}

@Scopes('lane:admin')
@Toolset({ prefix: 'admin' })
export class LaneAdminToolset {
  @Tool({ description: 'For few.' })
  purge(): string {
    return 'purged';
  }
}
