import type { ServerEvent } from '@modelcontextprotocol/server';

/** A change that clients may want to hear of. */
export type Change = ServerEvent;

/** Carries changes from whoever announces them to every connection. Port and injection token in one. */
export abstract class ChangeBus {
  abstract publish(change: Change): void;
  /** @returns a function that ends the subscription */
  abstract subscribe(listener: (change: Change) => void): () => void;
}
