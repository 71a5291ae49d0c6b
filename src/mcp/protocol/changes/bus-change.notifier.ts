import { Injectable } from '@nestjs/common';
import { ChangeNotifier } from '../../contract/change-notifier.js';
import { ChangeBus } from './change-bus.port.js';

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
