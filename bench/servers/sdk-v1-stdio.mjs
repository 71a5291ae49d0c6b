/** SDK v1 on stdio. */
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { createServer } from './shared/sdk-v1.mjs';

await createServer().connect(new StdioServerTransport());
