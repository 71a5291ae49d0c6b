import { Injectable } from '@nestjs/common';

@Injectable()
export class ContractsService {
  private readonly booked = new Map([['north', ['orders']]]);

  hasBooked(tenant = '', toolset: string): Promise<boolean> {
    return Promise.resolve(this.booked.get(tenant)?.includes(toolset) ?? false);
  }
}
