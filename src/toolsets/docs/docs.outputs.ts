import { IsNumber, IsString, IsArray, ValidateNested, IsInt, IsOptional, Min } from 'class-validator';
import { Type } from 'class-transformer';
import { Describe } from '../../mcp/contract/index.js';

export class SearchResult {
  @Describe('Path of the page, for docs_read') @IsString() path!: string;
  @Describe('URI of the page as a resource') @IsString() uri!: string;
  @Describe('Title of the page') @IsString() title!: string;
  @Describe('Heading of the section; empty for the text before the first heading') @IsString() section!: string;
  @Describe('Anchor of the section, for docs_read') @IsString() anchor!: string;
  @Describe('Rank: higher is better') @IsNumber() score!: number;
  @Describe('The passage around the best matching words') @IsString() snippet!: string;
}

export class SearchOutput {
  @Describe('Sections, best first')
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => SearchResult)
  results!: SearchResult[];
}

export class PageEntry {
  @Describe('Path of the page, for docs_read') @IsString() path!: string;
  @Describe('Title of the page') @IsString() title!: string;
}

export class ListOutput {
  @Describe('Pages in the order of their paths')
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => PageEntry)
  pages!: PageEntry[];

  @Describe('Number of pages that come after these') @IsInt() @Min(0) more!: number;
  @Describe('Give this as `after` to get them') @IsOptional() @IsString() next?: string;
}

export class ReindexOutput {
  @Describe('Pages in the index now') @IsInt() @Min(0) pages!: number;
  @Describe('Sections in the index now') @IsInt() @Min(0) sections!: number;
  @Describe('Pages that were new') @IsInt() @Min(0) added!: number;
  @Describe('Pages whose text had changed') @IsInt() @Min(0) changed!: number;
  @Describe('Pages that were gone') @IsInt() @Min(0) removed!: number;
  @Describe('Files left out: too large, binary, or links that leave the folder') @IsInt() @Min(0) skipped!: number;
}

export class NoteOutput {
  @Describe('Path of the new page') @IsString() path!: string;
  @Describe('URI of the new page as a resource') @IsString() uri!: string;
}
