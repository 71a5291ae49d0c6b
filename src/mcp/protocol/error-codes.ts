/** JSON-RPC and MCP error codes that this server answers with. */
export const ErrorCode = {
  /** JSON-RPC 2.0, section 5.1. */
  ParseError: -32700,
  InvalidRequest: -32600,
  MethodNotFound: -32601,
  InvalidParams: -32602,
  InternalError: -32603,
  /** The server's own range: the capability refused or failed in an expected way. */
  Refused: -32000,
  /** MCP 2026-07-28, basic/transports: headers and body disagree. */
  HeaderMismatch: -32020,
  /** MCP 2026-07-28, basic/index: the client has not declared a capability that the request needs. */
  MissingClientCapability: -32021,
  /** MCP 2026-07-28, basic/index: the server does not serve the revision that the request names. */
  UnsupportedRevision: -32022,
} as const;
