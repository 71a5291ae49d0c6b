import { IsOptional, IsString, Length } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class ReadInput {
  @Describe('Path of the page, as docs_search and docs_list give it')
  @IsString()
  @Length(1, 1024)
  path!: string;

  @Describe('Heading or anchor of the one section to read, with all that is subordinate to it. Default: the whole page')
  @IsOptional()
  @IsString()
  @Length(1, 300)
  section?: string;
}
