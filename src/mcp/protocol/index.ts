export { ChangeBus, type Change } from './changes/change-bus.port.js';
export type { Connection } from './connection.interface.js';
export { toAuthInfo, type EdgeInfo } from './edge-info.js';
export { ErrorCode } from './error-codes.js';
export { PROTOCOL_OPTIONS, type ProtocolOptions } from './protocol.options.js';
export { ServerFactory } from './server.factory.js';
export { errorResponse, MessageRejectedError, type ErrorResponse } from './wire/message-rejected.error.js';
export { readMessage } from './wire/message.reader.js';
