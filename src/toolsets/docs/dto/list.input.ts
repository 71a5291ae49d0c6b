import { IsInt, IsOptional, IsString, Length, Max, Min } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class ListInput {
  @Describe('Folder whose pages are wanted, such as guides/http. Default: all folders')
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  folder?: string;

  @Describe('Where to go on: the `next` of the answer before')
  @IsOptional()
  @IsString()
  @Length(1, 1024)
  after?: string;

  @Describe('Largest number of pages')
  @IsInt()
  @Min(1)
  @Max(500)
  limit: number = 100;
}
