import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings } from '../../src/config/index.js';
import { ToolsetsModule } from '../../src/toolsets/toolsets.module.js';
import { stdioModern } from '../support/combinations.js';
import { serve, type Served } from '../support/serve.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'docs-pin-'));
  await writeFile(join(folder, 'guide.md'), '# Guide\n\nHow to begin.\n');
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

function docs(): Promise<Served> {
  const settings = loadSettings({ DOCS_DIR: folder, DOCS_WRITABLE: 'true' }, { name: 'x', version: '1' });
  return serve().importing(ToolsetsModule.register(settings)).over(stdioModern);
}

describe('the docs toolset', () => {
  it('offers these tools', async () => {
    const { client } = await docs();

    const tools = await client.tools();

    expect(tools).toEqual([
      {
        name: 'docs_search',
        title: 'Search the documentation',
        description: 'Find the sections of the documentation that best match some words. Read them with docs_read.',
        annotations: { readOnlyHint: true, openWorldHint: false },
        inputSchema: {
          type: 'object',
          properties: {
            query: {
              type: 'string',
              description: 'Words to look for, or a question in plain language',
              pattern: '\\S',
              minLength: 1,
              maxLength: 500,
            },
            limit: { type: 'integer', description: 'Largest number of results', maximum: 50, minimum: 1, default: 10 },
          },
          required: ['query'],
          additionalProperties: false,
        },
        outputSchema: {
          type: 'object',
          properties: {
            results: {
              type: 'array',
              description: 'Sections, best first',
              items: {
                type: 'object',
                properties: {
                  path: { type: 'string', description: 'Path of the page, for docs_read' },
                  uri: { type: 'string', description: 'URI of the page as a resource' },
                  title: { type: 'string', description: 'Title of the page' },
                  section: {
                    type: 'string',
                    description: 'Heading of the section; empty for the text before the first heading',
                  },
                  anchor: { type: 'string', description: 'Anchor of the section, for docs_read' },
                  score: { type: 'number', description: 'Rank: higher is better' },
                  snippet: { type: 'string', description: 'The passage around the best matching words' },
                },
                required: ['path', 'uri', 'title', 'section', 'anchor', 'score', 'snippet'],
                additionalProperties: false,
              },
            },
          },
          required: ['results'],
          additionalProperties: false,
        },
      },
      {
        name: 'docs_read',
        title: 'Read a page',
        description: 'Read a page of the documentation, or one section of it, as Markdown.',
        annotations: { readOnlyHint: true, openWorldHint: false },
        inputSchema: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description: 'Path of the page, as docs_search and docs_list give it',
              minLength: 1,
              maxLength: 1024,
            },
            section: {
              type: 'string',
              description:
                'Heading or anchor of the one section to read, with all that is subordinate to it. Default: the whole page',
              minLength: 1,
              maxLength: 300,
            },
          },
          required: ['path'],
          additionalProperties: false,
        },
      },
      {
        name: 'docs_list',
        title: 'List the pages',
        description: 'List the pages of the documentation with their titles, all of them or those in a folder.',
        annotations: { readOnlyHint: true, openWorldHint: false },
        inputSchema: {
          type: 'object',
          properties: {
            folder: {
              type: 'string',
              description: 'Folder whose pages are wanted, such as guides/http. Default: all folders',
              minLength: 1,
              maxLength: 1024,
            },
            after: {
              type: 'string',
              description: 'Where to go on: the `next` of the answer before',
              minLength: 1,
              maxLength: 1024,
            },
            limit: { type: 'integer', description: 'Largest number of pages', maximum: 500, minimum: 1, default: 100 },
          },
          additionalProperties: false,
        },
        outputSchema: {
          type: 'object',
          properties: {
            pages: {
              type: 'array',
              description: 'Pages in the order of their paths',
              items: {
                type: 'object',
                properties: {
                  path: { type: 'string', description: 'Path of the page, for docs_read' },
                  title: { type: 'string', description: 'Title of the page' },
                },
                required: ['path', 'title'],
                additionalProperties: false,
              },
            },
            more: { type: 'integer', description: 'Number of pages that come after these', minimum: 0 },
            next: { type: 'string', description: 'Give this as `after` to get them' },
          },
          required: ['pages', 'more'],
          additionalProperties: false,
        },
      },
      {
        name: 'docs_reindex',
        title: 'Read all pages again',
        description:
          'Bring the search index in line with the files. Needed only when a change was not noticed by itself.',
        annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
        inputSchema: { type: 'object', properties: {}, additionalProperties: false },
        outputSchema: {
          type: 'object',
          properties: {
            pages: { type: 'integer', description: 'Pages in the index now', minimum: 0 },
            sections: { type: 'integer', description: 'Sections in the index now', minimum: 0 },
            added: { type: 'integer', description: 'Pages that were new', minimum: 0 },
            changed: { type: 'integer', description: 'Pages whose text had changed', minimum: 0 },
            removed: { type: 'integer', description: 'Pages that were gone', minimum: 0 },
            skipped: {
              type: 'integer',
              description: 'Files left out: too large, binary, or links that leave the folder',
              minimum: 0,
            },
          },
          required: ['pages', 'sections', 'added', 'changed', 'removed', 'skipped'],
          additionalProperties: false,
        },
      },
      {
        name: 'docs_add_note',
        title: 'Add a note',
        description: 'Add a new page to the documentation, after the user has agreed. Never overwrites a page.',
        annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
        inputSchema: {
          type: 'object',
          properties: {
            path: {
              type: 'string',
              description:
                'Path of the new page, such as notes/2026-review.md: letters, digits, and _ . - within names',
              pattern: '^(?:\\w[\\w.-]*\\/)*\\w[\\w.-]*\\.md$',
              minLength: 4,
              maxLength: 200,
            },
            title: {
              type: 'string',
              description: 'Title of the page, one line',
              pattern: '^(?=.*\\S)[^\\u0000-\\u001f\\u007f]+$',
              minLength: 1,
              maxLength: 120,
            },
            text: {
              type: 'string',
              description: 'Text of the page in Markdown, without the title',
              pattern: '^[^\\u0000]*$',
              minLength: 1,
              maxLength: 100000,
            },
          },
          required: ['path', 'title', 'text'],
          additionalProperties: false,
        },
        outputSchema: {
          type: 'object',
          properties: {
            path: { type: 'string', description: 'Path of the new page' },
            uri: { type: 'string', description: 'URI of the new page as a resource' },
          },
          required: ['path', 'uri'],
          additionalProperties: false,
        },
      },
    ]);
  });

  it('offers these resources and prompts', async () => {
    const { client } = await docs();

    const offered = {
      resources: await client.resources(),
      templates: await client.templates(),
      prompts: await client.prompts(),
    };

    expect(offered).toEqual({
      resources: [{ name: 'guide.md', uri: 'docs://guide.md', title: 'Guide', mimeType: 'text/markdown' }],
      templates: [
        {
          name: 'docs_page',
          uriTemplate: 'docs://{+path}',
          title: 'Documentation page',
          description: 'A page of the documentation as Markdown.',
          mimeType: 'text/markdown',
        },
      ],
      prompts: [
        {
          name: 'docs_answer_question',
          title: 'Answer from the documentation',
          description: 'Answer a question from the documentation, citing it.',
          arguments: [
            { name: 'question', description: 'The question to answer from the documentation', required: true },
          ],
        },
      ],
    });
  });
});
