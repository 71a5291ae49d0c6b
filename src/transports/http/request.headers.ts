import { BadRequestException, NotAcceptableException } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { SUPPORTED_PROTOCOL_VERSIONS } from '@modelcontextprotocol/server';

/** A legacy client has to take an answer in either form (2025-11-25, basic/transports: sending messages). */
export function assertAcceptsBoth({ accept }: IncomingHttpHeaders): void {
  if (accept?.includes('application/json') && accept.includes('text/event-stream')) return;
  throw new NotAcceptableException('Not Acceptable: Client must accept both application/json and text/event-stream');
}

export function assertAcceptsStream({ accept }: IncomingHttpHeaders): void {
  if (accept?.includes('text/event-stream')) return;
  throw new NotAcceptableException('Not Acceptable: Client must accept text/event-stream');
}

/** @throws BadRequestException for a revision that this server does not know */
export function assertRevision(headers: IncomingHttpHeaders): void {
  const revision = headers['mcp-protocol-version'];
  if (revision === undefined || SUPPORTED_PROTOCOL_VERSIONS.includes(String(revision))) return;
  throw new BadRequestException(
    `Bad Request: Unsupported protocol version: ${String(revision)} (supported versions: ${SUPPORTED_PROTOCOL_VERSIONS.join(', ')})`,
  );
}
