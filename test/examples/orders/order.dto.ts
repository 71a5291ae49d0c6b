import { IsBoolean, IsIn, IsOptional, IsString, Length, Matches } from 'class-validator';
import { Describe } from '../../../src/mcp/contract/index.js';

export class CancelOrderInput {
  @Describe('Order number, as printed on the invoice') @Matches(/^SO-\d{6}$/) order!: string;
  @Describe('Why the customer cancels') @IsOptional() @IsString() @Length(1, 200) reason?: string;
}

export class OrderView {
  @IsString() order!: string;
  @IsIn(['open', 'shipped', 'cancelled']) state!: string;
  @IsOptional() @IsString() reason?: string;
}

export class Confirmation {
  @Describe('Cancel the order') @IsBoolean() cancel: boolean = true;
}
