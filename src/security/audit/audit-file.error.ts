import { BootError } from '../../mcp/contract/index.js';

/** The file of the audit cannot be continued. */
export class AuditFileError extends BootError {
  override readonly name = 'AuditFileError';

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`AUDIT_LOG=${path} ${reason}`, options);
  }
}
