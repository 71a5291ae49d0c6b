import { IsInt, Min } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class ReindexOutput {
  @Describe('Pages in the index now') @IsInt() @Min(0) pages!: number;
  @Describe('Sections in the index now') @IsInt() @Min(0) sections!: number;
  @Describe('Pages that were new') @IsInt() @Min(0) added!: number;
  @Describe('Pages whose text had changed') @IsInt() @Min(0) changed!: number;
  @Describe('Pages that were gone') @IsInt() @Min(0) removed!: number;
  @Describe('Files left out: too large, binary, or links that leave the folder') @IsInt() @Min(0) skipped!: number;
}
