import { Injectable } from '@nestjs/common';
import { OrderView } from './order.dto.js';

/** Stands for the system that keeps the orders. */
@Injectable()
export class OrdersService {
  readonly reasons = new Map<string, string>();
  private readonly orders = new Map<string, OrderView>([
    ['SO-100001', { order: 'SO-100001', state: 'open' }],
    ['SO-100002', { order: 'SO-100002', state: 'shipped' }],
  ]);

  find(order: string): OrderView | undefined {
    return this.orders.get(order);
  }

  cancel(order: string, reason = 'none given'): OrderView {
    const cancelled = { order, state: 'cancelled' };
    this.reasons.set(order, reason);
    this.orders.set(order, cancelled);
    return cancelled;
  }
}
