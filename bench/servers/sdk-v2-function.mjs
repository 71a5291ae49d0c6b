/** SDK v2 as a function, with nothing between the event and its handler for both eras. */
import { createMcpHandler } from '@modelcontextprotocol/server';
import { createServer } from './shared/sdk-v2.mjs';

const mcp = createMcpHandler(createServer);

export async function handler({ rawPath, headers, requestContext: { domainName, http }, body }) {
  const request = new Request(`https://${domainName}${rawPath}`, { method: http.method, headers, body });
  const answer = await mcp.fetch(request);
  return { statusCode: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() };
}
