import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsEnum,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { Describe } from '../../../src/mcp/contract/index.js';

export enum Country {
  France = 'FR',
  Japan = 'JP',
}

export class Address {
  @IsString() @Length(1, 100) street!: string;
  @IsEnum(Country) country!: Country;
}

export class QuoteInput {
  @Describe('Where the parcel goes')
  @ValidateNested()
  @Type(() => Address)
  address!: Address;

  @IsArray() @ArrayMaxSize(20) @IsInt({ each: true }) @Min(1, { each: true }) grams!: number[];
  @Describe('Days that the parcel may take') @IsInt() @Min(1) @Max(30) days: number = 5;
  @IsOptional() @IsString() voucher?: string;
}

export class Quote {
  @IsInt() cents!: number;
}
