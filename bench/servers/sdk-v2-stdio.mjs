/** SDK v2 on stdio. */
import { StdioServerTransport } from '@modelcontextprotocol/server/stdio';
import { createServer } from './shared/sdk-v2.mjs';

await createServer().connect(new StdioServerTransport());
