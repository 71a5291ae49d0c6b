import { Module } from '@nestjs/common';
import { PolyportModule } from '../../../src/index.js';
import { OrdersModule } from '../orders/orders.module.js';

@Module({
  imports: [PolyportModule.forRoot({ name: 'shop', version: '1.0.0', env: { TRANSPORT: 'http' } }), OrdersModule],
})
export class AppModule {}
