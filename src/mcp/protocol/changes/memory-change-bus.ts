import { Injectable } from '@nestjs/common';
import { InMemoryServerEventBus } from '@modelcontextprotocol/server';
import { ChangeBus, type Change } from './change-bus.port.js';

/** Carries changes within this process. */
@Injectable()
export class MemoryChangeBus extends ChangeBus {
  private readonly bus = new InMemoryServerEventBus();

  override publish(change: Change): void {
    this.bus.publish(change);
  }

  override subscribe(listener: (change: Change) => void): () => void {
    return this.bus.subscribe(listener);
  }
}
