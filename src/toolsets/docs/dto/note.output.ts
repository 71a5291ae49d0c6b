import { IsString } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class NoteOutput {
  @Describe('Path of the new page') @IsString() path!: string;
  @Describe('URI of the new page as a resource') @IsString() uri!: string;
}
