import type { LogLevel } from '../contract/mcp-context.js';

/** A notification to the client without what the wire adds. */
export interface Notice {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
}

export function progressNotice(
  progressToken: string | number,
  progress: number,
  total: number | undefined,
  message: string | undefined,
): Notice {
  const params = {
    progressToken,
    progress,
    ...(total !== undefined && { total }),
    ...(message !== undefined && { message }),
  };
  return { method: 'notifications/progress', params };
}

export function logNotice(level: LogLevel, data: unknown, logger: string | undefined): Notice {
  return { method: 'notifications/message', params: { level, data, logger } };
}
