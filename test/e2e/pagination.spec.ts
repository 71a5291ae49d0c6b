import { IsString } from 'class-validator';
import type { Type } from '@nestjs/common';
import { ListResources, Prompt, ResourceTemplate, Tool, Toolset, type ResourceEntry } from '../../src/index.js';
import type { McpClient } from '../support/clients/client.interface.js';
import { combinations } from '../support/combinations.js';
import { refusalOf } from '../support/refusal.js';
import { serve } from '../support/serve.js';

class PageVariables {
  @IsString() page!: string;
}

const RESOURCES = 2500;
const METHODS = 1100;

@Toolset()
class LibraryToolset {
  @ResourceTemplate({ uriTemplate: 'library://{page}', description: 'A page.' })
  page(_variables: PageVariables): string {
    return '';
  }

  @ListResources('page')
  pages(): ResourceEntry[] {
    return Array.from({ length: RESOURCES }, (_, index) => ({ uri: `library://${index}`, name: String(index) }));
  }
}

/** A toolset with more methods than fit on a page, as a generator for an API would make it. */
function generated(decorator: MethodDecorator): Type {
  class GeneratedToolset {}
  for (let index = 0; index < METHODS; index += 1) {
    const value = (): string => 'x';
    const descriptor = { value, writable: true, configurable: true, enumerable: false };
    Object.defineProperty(GeneratedToolset.prototype, `method${index}`, descriptor);
    decorator(GeneratedToolset.prototype, `method${index}`, descriptor);
  }
  Toolset()(GeneratedToolset);
  return GeneratedToolset;
}

interface Walk {
  readonly sizes: number[];
  readonly names: Set<unknown>;
}

async function walk(client: McpClient, family: 'tools' | 'prompts' | 'resources'): Promise<Walk> {
  const sizes: number[] = [];
  const names = new Set<unknown>();
  let cursor: string | undefined;
  do {
    const page = await client.page(`${family}/list`, cursor);
    const items = page[family] as { name: string }[];
    sizes.push(items.length);
    items.forEach(({ name }) => names.add(name));
    cursor = page['nextCursor'] as string | undefined;
  } while (cursor !== undefined);
  return { sizes, names };
}

const numbered = (count: number, prefix = ''): Set<string> =>
  new Set(Array.from({ length: count }, (_, index) => `${prefix}${index}`));

describe.each(combinations)('pagination over $name', (combination) => {
  it.each([
    ['resources' as const, LibraryToolset, { sizes: [1000, 1000, 500], names: numbered(RESOURCES) }],
    [
      'tools' as const,
      generated(Tool({ description: 'x' })),
      { sizes: [1000, 100], names: numbered(METHODS, 'method') },
    ],
    [
      'prompts' as const,
      generated(Prompt({ description: 'x' })),
      { sizes: [1000, 100], names: numbered(METHODS, 'method') },
    ],
  ])('reaches every one of the %s by following the cursors', async (family, toolset, expected) => {
    const { client } = await serve(toolset).over(combination);

    const found = await walk(client, family);

    expect(found).toEqual(expected);
  });

  it.each(['1000', 'bm90IGEgY3Vyc29y', ''])('refuses a cursor that no page gave out: %j', async (cursor) => {
    const { client } = await serve(LibraryToolset).over(combination);

    const refusal = await refusalOf(client.page('resources/list', cursor));

    expect(refusal).toEqual({
      code: -32602,
      message: 'Invalid cursor: pass the nextCursor of the page before, or none for the first page',
    });
  });
});
