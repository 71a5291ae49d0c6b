import { IsInt, IsString, Length, Matches, Max, Min } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class SearchInput {
  @Describe('Words to look for, or a question in plain language')
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: 'query must not be blank' })
  query!: string;

  @Describe('Largest number of results')
  @IsInt()
  @Min(1)
  @Max(50)
  limit: number = 10;
}
