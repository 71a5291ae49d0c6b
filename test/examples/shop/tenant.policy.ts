import { Injectable } from '@nestjs/common';
import { AccessPolicy, type Capability, type Principal } from '../../../src/index.js';
import { ContractsService } from './contracts.service.js';

@Injectable()
export class TenantPolicy extends AccessPolicy {
  constructor(private readonly contracts: ContractsService) {
    super();
  }

  allows({ tenant }: Principal, { toolset }: Capability): Promise<boolean> {
    return this.contracts.hasBooked(tenant, toolset);
  }
}
