import { DocsModule } from './docs/docs.module.js';
import { DocsNotesToolset } from './docs/docs-notes.toolset.js';
import { DocsToolset } from './docs/docs.toolset.js';
import { ToolsetsModule } from './toolsets.module.js';

function served(settings: Parameters<typeof ToolsetsModule.register>[0]): unknown[] {
  const modules = ToolsetsModule.register(settings).imports as { module: unknown }[];
  const reflected = Reflect.getMetadata('providers', DocsModule) as unknown[];
  const providers = modules.flatMap((module) => [
    ...reflected,
    ...((module as { providers?: unknown[] }).providers ?? []),
  ]);
  return providers.filter((provider) => provider === DocsToolset || provider === DocsNotesToolset);
}

describe('ToolsetsModule', () => {
  it.each<[string, Parameters<typeof ToolsetsModule.register>[0], unknown[]]>([
    ['the documentation, to read', { docsWritable: false }, [DocsToolset]],
    ['the tool that writes only where that is allowed', { docsWritable: true }, [DocsToolset, DocsNotesToolset]],
    ['what is listed', { docsWritable: false, toolsets: ['docs'] }, [DocsToolset]],
    ['nothing of what is not listed', { docsWritable: true, toolsets: ['orders'] }, []],
  ])('serves %s', (_name, settings, expected) => {
    expect(served(settings)).toEqual(expected);
  });
});
