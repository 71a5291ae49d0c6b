/** Ids have nine digits, so that every request of a kind has the same length. */
export const FIRST_ID = 100_000_000;

const PLACE = '%ID%';

const META = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1.0.0' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** The argument of a call, twelve bytes that differ from call to call. */
const argumentOf = (id) => `abc${id}`;

function verifyEcho({ result }, id) {
  const [block] = result?.content ?? [];
  if (result?.isError) return 'the tool has failed';
  return block?.type === 'text' && block.text === argumentOf(id) ? undefined : 'the content is not what was sent';
}

/** A call of the echo tool, and what is wrong with a message that answers it. */
export const echo = {
  method: 'tools/call',
  name: 'echo',
  params: { name: 'echo', arguments: { text: argumentOf(PLACE) } },
  fault: verifyEcho,
};

/** A list of tools, which has to be whole. */
export const list = (size) => ({
  method: 'tools/list',
  params: {},
  fault: ({ result }) => {
    const names = new Set(result?.tools?.map(({ name }) => name));
    return names.size === size && names.has('echo') ? undefined : `the list has ${names.size} of ${size} tools`;
  },
});

/** The first message of a client of the 2025 revisions. */
export const initialize = {
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'bench', version: '1.0.0' } },
  fault: ({ result }) => (typeof result?.serverInfo?.name === 'string' ? undefined : 'no server has introduced itself'),
};

/** What that client says next, to which there is no answer. */
export const initialized = { method: 'notifications/initialized', isNotification: true };

/** The JSON-RPC message as a function of its id; in 2026-07-28 each one says who calls. */
export function messageOf({ method, params, isNotification }, era = '2025') {
  if (isNotification) return () => JSON.stringify({ jsonrpc: '2.0', method, params });
  const whole = era === '2026' ? { ...params, _meta: META } : params;
  const parts = JSON.stringify({ jsonrpc: '2.0', id: PLACE, method, params: whole })
    .replace(`"${PLACE}"`, PLACE)
    .split(PLACE);
  return (id) => parts.join(id);
}

/** The bytes of the whole HTTP request as a function of the id. */
export function httpRequestOf(request, { era = '2025', port, path = '/mcp', headers = {} }) {
  const body = messageOf(request, era);
  const all = {
    Host: `127.0.0.1:${port}`,
    'Content-Type': 'application/json',
    Accept: 'application/json, text/event-stream',
    'MCP-Protocol-Version': era === '2026' ? '2026-07-28' : '2025-11-25',
    ...(era === '2026' && { 'Mcp-Method': request.method }),
    ...(era === '2026' && request.name !== undefined && { 'Mcp-Name': request.name }),
    ...headers,
    'Content-Length': Buffer.byteLength(body(FIRST_ID)),
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  const head = `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
  return (id) => head + body(id);
}
