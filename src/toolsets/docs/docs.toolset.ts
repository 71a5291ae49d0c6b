import { NotFoundException } from '@nestjs/common';
import {
  Complete,
  CompletionRequest,
  ListResources,
  McpContext,
  Prompt,
  Public,
  ResourceTemplate,
  Tool,
  ToolError,
  Toolset,
  type CompletionAnswer,
  type PromptMessage,
  type ResourceEntry,
} from '../../mcp/contract/index.js';
import { answerMessages, unknownPage, unknownSection } from './docs.messages.js';
import { DocsIndexer } from './docs.indexer.js';
import { DocsLibrary } from './docs.library.js';
import { ListInput, PageInput, QuestionInput, ReadInput, SearchInput } from './docs.inputs.js';
import { ListOutput, ReindexOutput, SearchOutput } from './docs.outputs.js';
import { markdownOf, sectionOf } from './markdown/page.parser.js';
import { pageUri } from './pages/page-path.js';
import { pageSlice } from './pages/page-slice.js';

const READING = { readOnlyHint: true, openWorldHint: false };
const PASSAGES = 5;

/** A folder of Markdown pages: to search, to read, and to answer questions from. */
@Public()
@Toolset({ prefix: 'docs' })
export class DocsToolset {
  constructor(
    private readonly library: DocsLibrary,
    private readonly indexer: DocsIndexer,
  ) {}

  @Tool({
    title: 'Search the documentation',
    description: 'Find the sections of the documentation that best match some words. Read them with docs_read.',
    output: SearchOutput,
    annotations: READING,
  })
  async search({ query, limit }: SearchInput): Promise<SearchOutput> {
    const hits = await this.library.search(query, limit);
    return { results: hits.map(({ markdown: _, ...result }) => result) };
  }

  @Tool({
    title: 'Read a page',
    description: 'Read a page of the documentation, or one section of it, as Markdown.',
    annotations: READING,
  })
  async read({ path, section: name }: ReadInput): Promise<string> {
    const page = await this.library.find(path);
    if (!page) throw new ToolError(unknownPage(path, await this.library.closest(path)));
    if (name === undefined) return page.text;
    const section = sectionOf(page, name);
    if (!section) throw new ToolError(unknownSection(page, name));
    return markdownOf(page, section);
  }

  @Tool({
    title: 'List the pages',
    description: 'List the pages of the documentation with their titles, all of them or those in a folder.',
    output: ListOutput,
    annotations: READING,
  })
  async list({ folder, after, limit }: ListInput): Promise<ListOutput> {
    return pageSlice(await this.library.pages(), { folder, after, limit });
  }

  @Tool({
    title: 'Read all pages again',
    description: 'Bring the search index in line with the files. Needed only when a change was not noticed by itself.',
    output: ReindexOutput,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  })
  async reindex(ctx: McpContext): Promise<ReindexOutput> {
    return this.indexer.reindex((done, total) => ctx.progress(done, total));
  }

  @ResourceTemplate({
    uriTemplate: 'docs://{+path}',
    title: 'Documentation page',
    description: 'A page of the documentation as Markdown.',
    mimeType: 'text/markdown',
  })
  async page({ path }: PageInput): Promise<string> {
    const page = await this.library.find(path);
    if (!page) throw new NotFoundException(unknownPage(path, await this.library.closest(path)));
    return page.text;
  }

  @ListResources('page')
  async pages(): Promise<ResourceEntry[]> {
    const pages = await this.library.pages();
    return pages.map(({ path, title }) => ({ uri: pageUri(path), name: path, title }));
  }

  @Complete('page', 'path')
  async completePath({ value }: CompletionRequest): Promise<CompletionAnswer> {
    const paths = await this.library.complete(value);
    return { values: paths.slice(0, 100), total: paths.length, hasMore: paths.length > 100 };
  }

  @Prompt({
    title: 'Answer from the documentation',
    description: 'Answer a question from the documentation, citing it.',
  })
  async answerQuestion({ question }: QuestionInput): Promise<PromptMessage[]> {
    return answerMessages(question, await this.library.search(question, PASSAGES));
  }
}
