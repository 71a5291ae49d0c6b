import { Injectable } from '@nestjs/common';
import { Settings } from '../../config/index.js';
import { AuditTrail } from '../../mcp/protocol/audit/audit-trail.port.js';
import { RequestContext } from '../../mcp/common/request-context.js';
import { edgeRefusal, type EdgeAnswer, type EdgeRequest } from './edge-refusal.js';

/** Has one record kept of every request that the network edge refuses. */
@Injectable()
export class EdgeAudit {
  constructor(
    private readonly trail: AuditTrail,
    private readonly settings: Settings,
  ) {}

  /** Not awaited: the request has its answer, and the trail itself reports what it cannot keep. */
  refused(request: EdgeRequest, answer: EdgeAnswer, error?: unknown): void {
    const context = RequestContext.of(request);
    if (!this.trail.isOn || context.isRecorded) return;
    context.isRecorded = true;
    void this.trail.record(edgeRefusal(request, answer, error, this.settings))?.catch(() => undefined);
  }

  /** Resolves when what is recorded so far, calls included, has been written or could not be; never rejects. */
  flush(): Promise<void> {
    return this.trail.flush();
  }
}
