/** The limit: one JSON message a line, in and out. It knows the echo tool, the handshake and no more of the protocol. */
import { answer, IDENTITY } from './shared/tools.mjs';

function resultOf({ method, params }) {
  if (method !== 'initialize') return answer(params.arguments.text);
  return { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: IDENTITY };
}

let rest = '';
process.stdin.setEncoding('utf8').on('data', (piece) => {
  const lines = (rest + piece).split('\n');
  rest = lines.pop();
  let output = '';
  for (const line of lines) {
    const message = JSON.parse(line);
    if (message.id === undefined) continue;
    output += `${JSON.stringify({ jsonrpc: '2.0', id: message.id, result: resultOf(message) })}\n`;
  }
  process.stdout.write(output);
});
