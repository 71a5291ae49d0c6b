import { IsString } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class PageEntry {
  @Describe('Path of the page, for docs_read') @IsString() path!: string;
  @Describe('Title of the page') @IsString() title!: string;
}
