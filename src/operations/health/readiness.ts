import { Injectable } from '@nestjs/common';

/** Whether this process accepts new work; a drain is final. */
@Injectable()
export class Readiness {
  private draining = false;

  /** True until `drain()` is called. */
  get isReady(): boolean {
    return !this.draining;
  }

  /** Makes `GET /health/ready` answer 503, so that load balancers use other processes. */
  drain(): void {
    this.draining = true;
  }
}
