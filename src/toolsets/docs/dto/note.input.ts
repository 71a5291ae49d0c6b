import { IsString, Length, Matches } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

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
