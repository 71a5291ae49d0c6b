import { ErrorCode } from '../error-codes.js';
import { MessageRejectedError } from './message-rejected.error.js';

/** The revision that had batches. */
const BATCH_REVISION = '2025-03-26';

/** @throws MessageRejectedError −32600 for a batch in any other revision than the one that had them */
export function assertBatchAllowed(revision: string | undefined): void {
  if (revision === BATCH_REVISION) return;
  throw new MessageRejectedError(
    ErrorCode.InvalidRequest,
    `Send one message at a time: only revision ${BATCH_REVISION} has batches`,
  );
}
