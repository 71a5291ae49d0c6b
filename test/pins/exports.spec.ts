import * as polyport from '../../src/index.js';

describe('the public API', () => {
  it('consists of these names', () => {
    expect(Object.keys(polyport).sort()).toEqual([
      'AccessPolicy',
      'BootError',
      'CatalogFaultsError',
      'ChangeNotifier',
      'Complete',
      'CompletionRequest',
      'Describe',
      'InvalidSettingsError',
      'ListResources',
      'McpContext',
      'McpExecutionContext',
      'PolyportModule',
      'Principal',
      'Prompt',
      'ProtocolError',
      'Public',
      'Resource',
      'ResourceRequest',
      'ResourceTemplate',
      'Scopes',
      'Sensitive',
      'StdioServer',
      'TestContext',
      'Tool',
      'ToolError',
      'ToolResult',
      'Toolset',
      'assistantMessage',
      'audio',
      'embeddedResource',
      'image',
      'reserveStdout',
      'resourceLink',
      'text',
      'userMessage',
    ]);
  });
});
