import { IsInt, IsString, Length, Matches, Max, Min, IsOptional, IsBoolean } from 'class-validator';
import { Describe } from '../../mcp/contract/index.js';

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

export class PageInput {
  @Describe('Path of the page') @IsString() @Length(1, 1024) path!: string;
}

export class QuestionInput {
  @Describe('The question to answer from the documentation')
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: 'question must not be blank' })
  question!: string;
}

export class NoteInput {
  @Describe('Path of the new page, such as notes/2026-review.md: letters, digits, and _ . - within names')
  @IsString()
  @Length(4, 200)
  @Matches(/^(?:\w[\w.-]*\/)*\w[\w.-]*\.md$/, { message: 'path must be a relative path that ends in .md' })
  path!: string;

  @Describe('Title of the page, one line')
  @IsString()
  @Length(1, 120)
  @Matches(/^(?=.*\S)[^\u0000-\u001f\u007f]+$/, { message: 'title must be one line of text' })
  title!: string;

  @Describe('Text of the page in Markdown, without the title')
  @IsString()
  @Length(1, 100_000)
  @Matches(/^[^\u0000]*$/, { message: 'text must not contain NUL characters' })
  text!: string;
}

export class NoteConfirmation {
  @Describe('Write the page') @IsBoolean() write: boolean = true;
}
