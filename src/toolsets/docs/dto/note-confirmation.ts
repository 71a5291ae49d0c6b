import { IsBoolean } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class NoteConfirmation {
  @Describe('Write the page') @IsBoolean() write: boolean = true;
}
