import { Module } from '@nestjs/common';
import { OrdersService } from './orders.service.js';
import { OrdersToolset } from './orders.toolset.js';

@Module({ providers: [OrdersToolset, OrdersService] })
export class OrdersModule {}
