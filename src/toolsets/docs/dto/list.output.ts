import { Type } from 'class-transformer';
import { IsArray, IsInt, IsOptional, IsString, Min, ValidateNested } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';
import { PageEntry } from './page-entry.js';

export class ListOutput {
  @Describe('Pages in the order of their paths')
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PageEntry)
  pages!: PageEntry[];

  @Describe('Number of pages that come after these') @IsInt() @Min(0) more!: number;
  @Describe('Give this as `after` to get them') @IsOptional() @IsString() next?: string;
}
