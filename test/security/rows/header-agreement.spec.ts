import { Public, Resource, Scopes, Tool, Toolset } from '../../../src/index.js';
import { httpModern } from '../../support/combinations.js';
import { serve } from '../../support/serve.js';
import { accepting, makeKey } from '../auth/support/api-key.js';
import {
  initialize,
  legacyMessage,
  modernHeaders,
  modernMessage,
  post,
  type Answer,
} from '../auth/support/messages.js';

let ran: string[] = [];

const mirrored = {
  type: 'object',
  properties: { region: { type: 'string', description: 'Where.', 'x-mcp-header': 'Region' } },
};

@Toolset()
@Scopes('secret')
class MixedToolset {
  @Tool({ description: 'Looks somewhere.', name: 'look', input: mirrored })
  @Public()
  look(input: { region?: string }): string {
    ran.push(`look ${input.region}`);
    return 'seen';
  }

  @Tool({ description: 'For all.', name: 'open' })
  @Public()
  open(): string {
    ran.push('open');
    return 'open';
  }

  @Tool({ description: 'For some.', name: 'closed' })
  closed(): string {
    ran.push('closed');
    return 'closed';
  }

  @Resource({ uri: 'mixed://open', description: 'For all.' })
  @Public()
  openText(): string {
    ran.push('mixed://open');
    return 'open';
  }
}

const ann = makeKey('ann', []);
const call = (name: string): [string, Record<string, unknown>] => ['tools/call', { name, arguments: {} }];

async function sent(
  sessions: 'on' | 'off',
): Promise<(message: object, headers: Record<string, string>) => Promise<Answer>> {
  ran = [];
  const { url } = await serve(MixedToolset)
    .settings({ HTTP_SESSIONS: sessions, ...accepting(ann) })
    .sending({ 'X-API-Key': ann.key })
    .over(httpModern);
  return (message, headers) => post(`${url}/mcp`, message, { 'X-API-Key': ann.key, ...headers });
}

const codeOf = ({ body }: Answer): number | undefined =>
  (JSON.parse(body.replace(/^.*?^data: (?=\{)/ms, '')) as { error?: { code: number } }).error?.code;

describe.each(['off', 'on'] as const)('row 21: headers and body disagree, HTTP_SESSIONS=%s', (sessions) => {
  it.each<[string, object, Record<string, string>]>([
    ['another tool', modernMessage(...call('open')), modernHeaders('tools/call', 'closed')],
    ['another method', modernMessage(...call('open')), modernHeaders('tools/list')],
    ['a method in another case', modernMessage(...call('open')), modernHeaders('Tools/Call', 'open')],
    ['no method', modernMessage(...call('open')), { 'MCP-Protocol-Version': '2026-07-28', 'Mcp-Name': 'open' }],
    ['no name', modernMessage(...call('open')), modernHeaders('tools/call')],
    ['two names', modernMessage(...call('open')), modernHeaders('tools/call', 'open, closed')],
    [
      'another URI',
      modernMessage('resources/read', { uri: 'mixed://open' }),
      modernHeaders('resources/read', 'mixed://x'),
    ],
    [
      'another revision',
      modernMessage(...call('open')),
      { ...modernHeaders('tools/call', 'open'), 'MCP-Protocol-Version': '2025-11-25' },
    ],
    [
      'a header whose argument is missing',
      modernMessage(...call('look')),
      { ...modernHeaders('tools/call', 'look'), 'Mcp-Param-Region': 'eu' },
    ],
    [
      'a header whose argument is null',
      modernMessage('tools/call', { name: 'look', arguments: { region: null } }),
      { ...modernHeaders('tools/call', 'look'), 'Mcp-Param-Region': 'eu' },
    ],
  ])('%s → -32020, and nothing runs', async (_what, message, headers) => {
    const send = await sent(sessions);

    const answer = await send(message, headers);

    expect([answer.status, codeOf(answer), ran]).toEqual([400, -32020, []]);
  });

  it('the policy looks at the body: a header that names a public tool opens no other', async () => {
    const send = await sent(sessions);

    const honest = await send(modernMessage(...call('closed')), modernHeaders('tools/call', 'closed'));
    const modern = await send(modernMessage(...call('closed')), modernHeaders('tools/call', 'open'));
    const { headers } = await send(initialize, {});
    const session = headers.get('mcp-session-id');
    const legacy = await send(legacyMessage(...call('closed'), 2), {
      ...(session !== null && { 'Mcp-Session-Id': session }),
      'Mcp-Method': 'tools/call',
      'Mcp-Name': 'open',
    });

    expect([honest, modern, legacy].map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(session !== null).toBe(sessions === 'on');
    expect([modern.headers.get('www-authenticate'), ran]).toEqual([expect.stringContaining('scope="secret"'), []]);
  });
});
