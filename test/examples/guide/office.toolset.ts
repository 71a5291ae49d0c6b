import { UseGuards } from '@nestjs/common';
import { ThrottlerGuard } from '@nestjs/throttler';
import { Public, Scopes, Tool, Toolset } from '../../../src/mcp/contract/index.js';
import { OfficeHoursGuard } from './office-hours.guard.js';

// #region toolset
@Toolset({ prefix: 'office' })
@Scopes('office:read')
@UseGuards(ThrottlerGuard, OfficeHoursGuard)
export class OfficeToolset {
  @Tool({ description: 'Tell who is in the office.' })
  present(): string {
    return 'Nobody.';
  }

  @Tool({ description: 'Open the door.' })
  @Scopes('office:read', 'office:door')
  open(): string {
    return 'The door is open.';
  }

  @Tool({ description: 'Tell the address of the office.' })
  @Public()
  address(): string {
    return '1 Main Street';
  }
}
// #endregion
