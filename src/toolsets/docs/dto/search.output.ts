import { Type } from 'class-transformer';
import { IsArray, ValidateNested } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';
import { SearchResult } from './search-result.js';

export class SearchOutput {
  @Describe('Sections, best first')
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SearchResult)
  results!: SearchResult[];
}
