import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, start } from '../../../test/support/units/docs.folder.js';
import { TestContext, ToolError } from '../../mcp/contract/index.js';
import { DocsNotesToolset } from './docs-notes.toolset.js';

describe('notes', () => {
  const note = { path: 'notes/first.md', title: 'A first note', text: 'Remember the zeppelin.\n' };
  const yes = () => new TestContext({ elicit: { confirm: { write: true } } });

  it('are not offered unless the folder is writable', async () => {
    const { app } = await start();
    expect(() => app.get(DocsNotesToolset, { strict: false })).toThrow();
  });

  it('are written once the user agrees, and found at once', async () => {
    const { app, docs, notifier } = await start({ writable: true });
    await docs.list({ limit: 1 });
    const ctx = yes();
    const result = await app.get(DocsNotesToolset, { strict: false }).addNote(note, ctx);
    expect(ctx.asked).toEqual([['confirm', 'Write the new page notes/first.md ("A first note", 23 characters)?']]);
    expect(result.fields).toEqual({
      content: [
        { type: 'text', text: 'Written to notes/first.md.' },
        {
          type: 'resource_link',
          uri: 'docs://notes/first.md',
          name: 'notes/first.md',
          title: 'A first note',
          mimeType: 'text/markdown',
        },
      ],
      structuredContent: { path: 'notes/first.md', uri: 'docs://notes/first.md' },
    });
    expect(await readFile(join(root(), note.path), 'utf8')).toBe('# A first note\n\nRemember the zeppelin.\n');
    expect((await docs.search({ query: 'zeppelin', limit: 5 })).results).toMatchObject([{ path: note.path }]);
    expect(notifier.notices).toEqual(['resources']);
  });

  it.each<[string, object | 'decline' | 'cancel']>([
    ['declined', 'decline'],
    ['cancelled', 'cancel'],
    ['accepted with the box unticked', { write: false }],
  ])('are not written when the question is %s', async (_name, confirm) => {
    const { app, docs } = await start({ writable: true });
    const notes = app.get(DocsNotesToolset, { strict: false });
    await expect(notes.addNote(note, new TestContext({ elicit: { confirm } }))).rejects.toThrow(
      new ToolError('The user declined: nothing was written.'),
    );
    expect((await docs.list({ limit: 10 })).pages).toHaveLength(3);
  });

  it('never overwrite a page, and do not ask in vain', async () => {
    const { app } = await start({ writable: true });
    const ctx = yes();
    const notes = app.get(DocsNotesToolset, { strict: false });
    await expect(notes.addNote({ ...note, path: 'index.md' }, ctx)).rejects.toThrow(ToolError);
    expect(ctx.asked).toEqual([]);
  });
});
