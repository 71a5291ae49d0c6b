import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { AuditTrail } from '../../mcp/protocol/audit/audit-trail.port.js';
import { isRecorded, markRecorded } from '../../mcp/contract/recorded-request.js';
import { edgeRefusal, type EdgeAnswer, type EdgeRequest } from './edge-refusal.js';

/** Has a record kept of every request that the network edge refuses: one, whoever else finds a reason to. */
@Injectable()
export class EdgeAudit {
  constructor(
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /** Nobody waits: the request has its answer, and the trail itself reports what it cannot keep. */
  refused(request: EdgeRequest, answer: EdgeAnswer, error?: unknown): void {
    if (!this.trail.isOn || isRecorded(request)) return;
    markRecorded(request);
    void this.trail.record(edgeRefusal(request, answer, error, this.settings))?.catch(() => undefined);
  }

  /** Resolves when what is recorded so far, calls included, has been written or could not be; never rejects. */
  flush(): Promise<void> {
    return this.trail.flush();
  }
}
