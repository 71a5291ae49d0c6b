import assert from 'node:assert/strict';
import type { Content, Peer, ResourceContent } from '../core/peer.interface.js';
import type { ScenarioTable } from '../core/scenario.types.js';

/** A session with a client of either generation. */
export interface PeerSession {
  readonly peer: Peer;
}

const text = (content: Content | undefined): string => {
  assert.equal(content?.type, 'text');
  assert.ok(content.text, 'A text is empty');
  return content.text;
};

const isBase64 = (data: string | undefined): void => {
  assert.ok(data !== undefined && data !== '' && Buffer.from(data, 'base64').toString('base64') === data, 'No base64');
};

function isMedia(content: Content | undefined, type: string, mimeType: string): void {
  assert.deepEqual([content?.type, content?.mimeType], [type, mimeType]);
  isBase64(content?.data);
}

function isEmbedded(content: Content | undefined, uri: string): void {
  assert.deepEqual(
    [content?.type, content?.resource?.uri, content?.resource?.mimeType],
    ['resource', uri, 'text/plain'],
  );
  assert.ok(content?.resource?.text, 'The resource has no text');
}

async function only(session: PeerSession, uri: string): Promise<ResourceContent> {
  const { contents } = await session.peer.readResource({ uri });
  const [content] = contents;
  assert.ok(content && contents.length === 1, 'Not exactly one content');
  assert.equal(content.uri, uri);
  return content;
}

async function call(session: PeerSession, name: string): Promise<readonly Content[]> {
  const { content, isError } = await session.peer.callTool({ name });
  assert.notEqual(isError, true, JSON.stringify(content));
  return content;
}

async function prompt(session: PeerSession, name: string, args?: Record<string, string>): Promise<Content[]> {
  const { messages } = await session.peer.getPrompt({ name, ...(args && { arguments: args }) });
  for (const { role } of messages) assert.ok(['user', 'assistant'].includes(role), `A message is from ${role}`);
  return messages.map(({ content }) => content);
}

export const toolScenarios: ScenarioTable<PeerSession> = {
  'tools-list': {
    'tools-list': async ({ peer }) => {
      const { tools } = await peer.listTools();
      assert.ok(tools.length > 0, 'No tools');
      for (const { name, description, inputSchema } of tools) {
        assert.ok(description, `${name} has no description`);
        assert.equal(inputSchema['type'], 'object', `The schema of ${name}`);
      }
    },
    'tools-name-format': async ({ peer }) => {
      for (const { name } of (await peer.listTools()).tools) assert.match(name, /^[A-Za-z0-9_.-]{1,128}$/);
    },
  },
  'tools-call-simple-text': {
    'tools-call-simple-text': async (session) => {
      assert.equal(text((await call(session, 'test_simple_text'))[0]), 'This is a simple text response for testing.');
    },
  },
  'tools-call-image': {
    'tools-call-image': async (session) => {
      isMedia((await call(session, 'test_image_content'))[0], 'image', 'image/png');
    },
  },
  'tools-call-audio': {
    'tools-call-audio': async (session) => {
      isMedia((await call(session, 'test_audio_content'))[0], 'audio', 'audio/wav');
    },
  },
  'tools-call-embedded-resource': {
    'tools-call-embedded-resource': async (session) => {
      isEmbedded((await call(session, 'test_embedded_resource'))[0], 'test://embedded-resource');
    },
  },
  'tools-call-mixed-content': {
    'tools-call-mixed-content': async (session) => {
      const content = await call(session, 'test_multiple_content_types');
      assert.deepEqual(
        content.map(({ type }) => type),
        ['text', 'image', 'resource'],
      );
    },
  },
  'tools-call-error': {
    'tools-call-error': async ({ peer }) => {
      const { isError, content } = await peer.callTool({ name: 'test_error_handling' });
      assert.equal(isError, true);
      assert.equal(text(content[0]), 'This tool intentionally returns an error for testing');
    },
  },
  'json-schema-2020-12': jsonSchemaChecks(),
};

function jsonSchemaChecks(): ScenarioTable<PeerSession>[string] {
  const schema = async ({ peer }: PeerSession): Promise<Record<string, unknown>> => {
    const tool = (await peer.listTools()).tools.find(({ name }) => name === 'json_schema_2020_12_tool');
    assert.ok(tool, 'The tool is not listed');
    return tool.inputSchema;
  };
  return {
    'json-schema-2020-12-tool-found': async (session) => {
      assert.equal((await schema(session))['type'], 'object');
    },
    'json-schema-2020-12-$schema': async (session) => {
      assert.equal((await schema(session))['$schema'], 'https://json-schema.org/draft/2020-12/schema');
    },
    'json-schema-2020-12-$defs': async (session) => {
      const { address } = (await schema(session))['$defs'] as Record<string, Record<string, unknown>>;
      assert.deepEqual(Object.keys(address?.['properties'] as object), ['street', 'city']);
    },
    'json-schema-2020-12-additionalProperties': async (session) => {
      assert.equal((await schema(session))['additionalProperties'], false);
    },
    'sep-2106-composition-keywords-preserved': async (session) => {
      const { allOf } = await schema(session);
      assert.deepEqual(allOf, [{ anyOf: [{ required: ['phone'] }, { required: ['email'] }] }]);
    },
    'sep-2106-conditional-keywords-preserved': async (session) => {
      const { if: condition, then, else: otherwise } = await schema(session);
      assert.deepEqual(condition, { properties: { contactMethod: { const: 'phone' } }, required: ['contactMethod'] });
      assert.deepEqual([then, otherwise], [{ required: ['phone'] }, { required: ['email'] }]);
    },
    'sep-2106-anchor-keyword-preserved': async (session) => {
      const { address } = (await schema(session))['$defs'] as Record<string, Record<string, unknown>>;
      assert.equal(address?.['$anchor'], 'addressDef');
    },
  };
}

export const resourceScenarios: ScenarioTable<PeerSession> = {
  'resources-list': {
    'resources-list': async ({ peer }) => {
      const { resources } = await peer.listResources();
      assert.ok(resources.length > 0, 'No resources');
      for (const { uri, name } of resources) assert.ok(uri && name, 'A resource has no URI or no name');
    },
  },
  'resources-read-text': {
    'resources-read-text': async (session) => {
      const { mimeType, text } = await only(session, 'test://static-text');
      assert.ok(mimeType === 'text/plain' && text, 'No plain text');
    },
  },
  'resources-read-binary': {
    'resources-read-binary': async (session) => {
      const { mimeType, blob } = await only(session, 'test://static-binary');
      assert.equal(mimeType, 'image/png');
      isBase64(blob);
    },
  },
  'resources-templates-read': {
    'resources-templates-read': async (session) => {
      const { resourceTemplates } = await session.peer.listResourceTemplates();
      assert.ok(resourceTemplates.some(({ uriTemplate }) => uriTemplate === 'test://template/{id}/data'));
      const { mimeType, text } = await only(session, 'test://template/123/data');
      assert.equal(mimeType, 'application/json');
      assert.match(text ?? '', /123/);
    },
  },
};

export const promptScenarios: ScenarioTable<PeerSession> = {
  'completion-complete': {
    'completion-complete': async ({ peer }) => {
      const ref = { type: 'ref/prompt', name: 'test_prompt_with_arguments' } as const;
      const { completion } = await peer.complete({ ref, argument: { name: 'arg1', value: 'test' } });
      assert.deepEqual(completion.values, ['test', 'testing']);
    },
  },
  'prompts-list': {
    'prompts-list': async ({ peer }) => {
      const { prompts } = await peer.listPrompts();
      assert.ok(prompts.length > 0, 'No prompts');
      for (const { name, description } of prompts) assert.ok(name && description, `${name} has no description`);
    },
  },
  'prompts-get-simple': {
    'prompts-get-simple': async (session) => {
      text((await prompt(session, 'test_simple_prompt'))[0]);
    },
  },
  'prompts-get-with-args': {
    'prompts-get-with-args': async (session) => {
      const args = { arg1: 'testValue1', arg2: 'testValue2' };
      assert.match(text((await prompt(session, 'test_prompt_with_arguments', args))[0]), /testValue1[^]*testValue2/);
    },
  },
  'prompts-get-embedded-resource': {
    'prompts-get-embedded-resource': async (session) => {
      const args = { resourceUri: 'test://example-resource' };
      const [resource, words] = await prompt(session, 'test_prompt_with_embedded_resource', args);
      isEmbedded(resource, args.resourceUri);
      text(words);
    },
  },
  'prompts-get-with-image': {
    'prompts-get-with-image': async (session) => {
      const [picture, words] = await prompt(session, 'test_prompt_with_image');
      isMedia(picture, 'image', 'image/png');
      text(words);
    },
  },
};
