export { ChangeBus } from './changes/change-bus.port.js';
export { toAuthInfo } from './edge-info.js';
export { ErrorCode } from './error-codes.js';
export { HeaderCheck } from './header-check.js';
export { ServerFactory } from './server.factory.js';
export { errorResponse, MessageRejectedError, type ErrorResponse } from './wire/message-rejected.error.js';
export { readMessage } from './wire/message.reader.js';
export { TaskNotices, type TaskNoticeStream } from './tasks/task-notices.js';
