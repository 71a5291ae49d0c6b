import type { EdgeRequest } from '../../security/index.js';

/** Told of a request that was refused, and of the HTTP status. */
type Listener = (request: EdgeRequest, status: number) => void;

/** Refusals of the HTTP server itself: it is made before whoever wants to know of them. */
export class EarlyRefusals {
  private listener: Listener = () => undefined;

  listen(listener: Listener): void {
    this.listener = listener;
  }

  refused(request: EdgeRequest, status: number): void {
    this.listener(request, status);
  }
}
