import { IsString, Length, Matches } from 'class-validator';
import { Describe } from '../../../mcp/contract/index.js';

export class QuestionInput {
  @Describe('The question to answer from the documentation')
  @IsString()
  @Length(1, 500)
  @Matches(/\S/, { message: 'question must not be blank' })
  question!: string;
}
