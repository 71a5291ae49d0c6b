import { Test } from '@nestjs/testing';
import { DocsDirectoryError } from './docs/pages/page.folder.js';
import { DocsModule } from './docs/docs.module.js';
import { ToolsetsModule } from './toolsets.module.js';

type Selection = Parameters<typeof ToolsetsModule.register>[0];

describe('ToolsetsModule', () => {
  it.each<[string, Selection, object]>([
    ['the documentation, to read', { docsWritable: false }, { directory: 'docs', writable: false, served: true }],
    [
      'a folder to write to',
      { docsDir: '/srv', docsWritable: true },
      { directory: '/srv', writable: true, served: true },
    ],
    ['what is listed', { docsWritable: false, toolsets: ['docs'] }, { served: true }],
    ['nothing of what is not listed', { docsWritable: false, toolsets: ['orders'] }, { served: false }],
  ])('serves %s', (_name, settings, options) => {
    const register = jest.spyOn(DocsModule, 'register');
    ToolsetsModule.register(settings);
    expect(register).toHaveBeenCalledWith(expect.objectContaining(options));
    register.mockRestore();
  });

  it('needs no folder for a toolset that is not served', async () => {
    const options = { directory: '/no/such/folder', writable: false };
    const boot = async (served: boolean): Promise<void> => {
      const app = await Test.createTestingModule({ imports: [DocsModule.register({ ...options, served })] })
        .useMocker(() => ({}))
        .compile();
      await app.init();
      await app.close();
    };
    await boot(false);
    await expect(boot(true)).rejects.toThrow(DocsDirectoryError);
  });
});
