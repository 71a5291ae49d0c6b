import { ForbiddenException, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { McpExecutionContext, type McpContextType } from '../../../src/mcp/contract/index.js';

/** Lets capabilities run by day only; anything that is not a capability passes. */
@Injectable()
export class OfficeHoursGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    if (context.getType<McpContextType>() !== 'mcp') return true;
    const { name } = McpExecutionContext.create(context).getCapability();
    const { principal } = McpExecutionContext.create(context).getContext();
    const hour = new Date().getHours();
    if ((hour >= 8 && hour < 18) || principal.hasScopes('office:night')) return true;
    throw new ForbiddenException(`${name} is available from 8 to 18 o'clock.`);
  }
}
