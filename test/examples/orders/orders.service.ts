import { Injectable } from '@nestjs/common';
import { OrderView } from './order.dto.js';

@Injectable()
export class OrdersService {
  private readonly orders = new Map<string, OrderView>([['SO-100001', { order: 'SO-100001', state: 'open' }]]);

  find(order: string): OrderView | undefined {
    return this.orders.get(order);
  }

  cancel(order: string, reason?: string): OrderView {
    const cancelled = { order, state: 'cancelled', reason };
    this.orders.set(order, cancelled);
    return cancelled;
  }
}
