import type { AuditEvent } from './audit-event.interface.js';

/** Keeps the record of who did what. Port and injection token in one. */
export abstract class AuditTrail {
  /** Whether anything is recorded. It does not change while the server runs. */
  abstract readonly isOn: boolean;
  /** Whether calls may run: `false` while records cannot be kept and calls are to be refused for it. */
  abstract readonly isReady: boolean;

  /**
   * Takes an event.
   *
   * @returns what the answer to the client has to wait for, if anything; rejects when it must not be given
   */
  abstract record(event: AuditEvent): Promise<void> | undefined;

  /**
   * Lets nothing wait any longer: for processes that stop when they have answered.
   *
   * @returns resolves when each event so far has been written or could not be; never rejects
   */
  abstract flush(): Promise<void>;
}

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
