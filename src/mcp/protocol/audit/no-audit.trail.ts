import { AuditTrail } from './audit-trail.port.js';

/** Records nothing. */
export class NoAuditTrail extends AuditTrail {
  override readonly isOn = false;
  override readonly isReady = true;

  override record(): undefined {
    return undefined;
  }

  override flush(): Promise<void> {
    return Promise.resolve();
  }
}
