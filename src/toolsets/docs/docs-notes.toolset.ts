import {
  McpContext,
  resourceLink,
  Scopes,
  text,
  Tool,
  ToolError,
  ToolResult,
  Toolset,
} from '../../mcp/contract/index.js';
import { DocsIndexer } from './docs.indexer.js';
import { NOTE_DECLINED } from './docs.messages.js';
import { NoteConfirmation, NoteInput } from './docs.inputs.js';
import { NoteOutput } from './docs.outputs.js';
import { NoteWriter } from './pages/note.writer.js';
import { pageUri } from './pages/page-path.js';

/** Writing to the knowledge base; offered only where the module is `writable`. */
@Toolset({ prefix: 'docs' })
export class DocsNotesToolset {
  constructor(
    private readonly writer: NoteWriter,
    private readonly indexer: DocsIndexer,
  ) {}

  @Tool({
    title: 'Add a note',
    description: 'Add a new page to the documentation, after the user has agreed. Never overwrites a page.',
    output: NoteOutput,
    annotations: { readOnlyHint: false, destructiveHint: false, idempotentHint: false, openWorldHint: false },
  })
  @Scopes('docs:write')
  async addNote({ path, title, text: body }: NoteInput, ctx: McpContext): Promise<ToolResult> {
    await this.writer.check(path);
    // Asks before any side effect: the method runs again from its beginning with the answer.
    const message = `Write the new page ${path} ("${title}", ${body.length} characters)?`;
    const answer = await ctx.elicit('confirm', { message, schema: NoteConfirmation });
    if (!answer.accepted || !answer.content.write) throw new ToolError(NOTE_DECLINED);
    await this.writer.write(path, `# ${title}\n\n${body.trimEnd()}\n`);
    await this.indexer.update([path]);
    const uri = pageUri(path);
    return new ToolResult({
      content: [text(`Written to ${path}.`), resourceLink({ uri, name: path, title, mimeType: 'text/markdown' })],
      structuredContent: { path, uri } satisfies NoteOutput,
    });
  }
}
