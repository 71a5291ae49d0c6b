import type { DestinationStream } from 'pino';
import { redactSecrets } from '../../mcp/common/redact-secrets.js';

/** The last thing that sees a line: whatever in it has the shape of a token or key goes no further, wherever it stands. */
export function createRedactingStream(target: DestinationStream): DestinationStream {
  return { write: (line) => target.write(redactSecrets(line)) };
}
