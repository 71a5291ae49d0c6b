import { IsNumber, IsString } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class SearchResult {
  @Describe('Path of the page, for docs_read') @IsString() path!: string;
  @Describe('URI of the page as a resource') @IsString() uri!: string;
  @Describe('Title of the page') @IsString() title!: string;
  @Describe('Heading of the section; empty for the text before the first heading') @IsString() section!: string;
  @Describe('Anchor of the section, for docs_read') @IsString() anchor!: string;
  @Describe('Rank: higher is better') @IsNumber() score!: number;
  @Describe('The passage around the best matching words') @IsString() snippet!: string;
}
