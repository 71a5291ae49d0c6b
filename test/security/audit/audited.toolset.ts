import { Injectable, UseGuards, HttpException, type CanActivate } from '@nestjs/common';
import { Type } from 'class-transformer';
import { IsOptional, IsString, Matches, MinLength, ValidateNested } from 'class-validator';
import {
  AccessPolicy,
  Complete,
  McpContext,
  Prompt,
  Public,
  Resource,
  ResourceTemplate,
  Sensitive,
  Tool,
  ToolError,
  Toolset,
  type Capability,
} from '../../../src/index.js';

export class Card {
  @IsString() holder!: string;
  @Sensitive() @Matches(/^\d{4}$/, { message: 'the PIN $value is no PIN' }) pin!: string;
}

export class PayInput {
  @IsString() order!: string;
  @IsOptional() @Sensitive() @MinLength(8) password?: string;
  @IsOptional() @ValidateNested() @Type(() => Card) card?: Card;
}

export class GreetingInput {
  @IsString() name!: string;
}

@Injectable()
class NobodyGuard implements CanActivate {
  canActivate(): boolean {
    return false;
  }
}

@Injectable()
class TooManyGuard implements CanActivate {
  canActivate(): boolean {
    throw new HttpException('Too many', 429);
  }
}

@Public()
@Toolset()
export class AuditedToolset {
  @Tool({ description: 'Pays an order.' })
  pay({ order }: PayInput): string {
    return `paid ${order}`;
  }

  @Tool({ description: 'Fails as it should.' })
  fails(): never {
    throw new ToolError('There is no such order.');
  }

  @Tool({ description: 'Breaks.' })
  breaks(input: PayInput): never {
    throw new Error(`database of ${input.password} is gone`, { cause: new Error(`as ${input.card?.pin} said`) });
  }

  @Tool({ description: 'Says more than it should.' })
  tells({ password, card }: PayInput): never {
    throw new ToolError(`Wrong: ${password} and ${card?.pin}`);
  }

  @Tool({ description: 'Never ends.', timeoutMs: 30 })
  hangs(): Promise<never> {
    return new Promise(() => undefined);
  }

  @Tool({ description: 'Waits for the client to give up.' })
  waits(context: McpContext): Promise<string> {
    return new Promise((resolve) => context.signal.addEventListener('abort', () => resolve('gone')));
  }

  @Tool({ description: 'For nobody.' })
  @UseGuards(NobodyGuard)
  denied(): string {
    return 'never';
  }

  @Tool({ description: 'Called too often.' })
  @UseGuards(TooManyGuard)
  busy(): string {
    return 'never';
  }

  @Tool({ description: 'Hidden.' })
  hidden(): string {
    return 'never';
  }

  @Prompt({ description: 'Greets.' })
  greeting({ name }: GreetingInput): string {
    return `Greet ${name}`;
  }

  @Complete('greeting', 'name')
  names(): string[] {
    return ['Ann'];
  }

  @Resource({ uri: 'shop://hours', description: 'Opening hours.' })
  hours(): string {
    return '9 to 5';
  }

  @ResourceTemplate({ uriTemplate: 'shop://orders/{id}', description: 'An order.' })
  order(): string {
    return 'an order';
  }
}

/** Hides what is called so. */
@Injectable()
class HidingPolicy extends AccessPolicy {
  allows(_principal: unknown, { name }: Capability): boolean {
    return name !== 'hidden';
  }
}

export const hiding = { provide: AccessPolicy, useClass: HidingPolicy };
