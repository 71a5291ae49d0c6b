import { IsString, Length } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class PageInput {
  @Describe('Path of the page') @IsString() @Length(1, 1024) path!: string;
}
