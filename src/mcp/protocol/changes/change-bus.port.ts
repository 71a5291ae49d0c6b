import { Injectable, Logger } from '@nestjs/common';
import { ChangeNotifier } from '../../contract/change-notifier.js';

/** A change that clients may want to hear of. */
export type Change =
  | { readonly kind: 'tools_list_changed' | 'prompts_list_changed' | 'resources_list_changed' }
  | { readonly kind: 'resource_updated'; readonly uri: string };

type Listener = (change: Change) => void;

/** Carries changes from the application to every connection. Port and injection token in one. */
export abstract class ChangeBus {
  abstract publish(change: Change): void;
  /** @returns a function that ends the subscription */
  abstract subscribe(listener: Listener): () => void;
}

/** Carries changes within this process. */
@Injectable()
export class MemoryChangeBus extends ChangeBus {
  private readonly logger = new Logger('Changes');
  private readonly listeners = new Set<Listener>();

  override publish(change: Change): void {
    for (const listener of this.listeners) {
      try {
        listener(change);
      } catch (error) {
        this.logger.error('A change notice was not sent', error);
      }
    }
  }

  override subscribe(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
}

/** Announces changes on the bus. */
@Injectable()
export class BusChangeNotifier extends ChangeNotifier {
  constructor(private readonly bus: ChangeBus) {
    super();
  }

  override toolsChanged(): void {
    this.bus.publish({ kind: 'tools_list_changed' });
  }

  override promptsChanged(): void {
    this.bus.publish({ kind: 'prompts_list_changed' });
  }

  override resourcesChanged(): void {
    this.bus.publish({ kind: 'resources_list_changed' });
  }

  override resourceUpdated(uri: string): void {
    this.bus.publish({ kind: 'resource_updated', uri });
  }
}
