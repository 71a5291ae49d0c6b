import 'reflect-metadata';
import * as v from 'class-validator';
import { DtoContract } from './dto.contract.js';

enum Level {
  Low,
  High,
}

describe('values that the protocol carries as strings', () => {
  class Query {
    @v.IsOptional() @v.IsInt() limit?: number;
    @v.IsOptional() @v.IsBoolean() all?: boolean;
    @v.IsOptional() @v.IsEnum(Level) level?: Level;
    @v.IsOptional() @v.IsInt({ each: true }) ids?: number[];
    @v.IsOptional() @v.IsString() text?: string;
  }
  const strings = new DtoContract(Query, { convertStrings: true });

  it('become what the class declares', async () => {
    expect(await strings.parse({ limit: '5', all: 'false', level: '1', ids: ['1', '2'], text: '5' })).toEqual({
      ok: true,
      value: Object.assign(new Query(), { limit: 5, all: false, level: 1, ids: [1, 2], text: '5' }),
    });
  });

  it('become a list of one where a list is declared', async () => {
    expect(await strings.parse({ ids: '7' })).toEqual({ ok: true, value: Object.assign(new Query(), { ids: [7] }) });
  });

  it.each([
    ['limit', ' ', 'must be an integer number'],
    ['limit', 'ten', 'must be an integer number'],
    ['all', 'yes', 'must be a boolean value'],
  ])('stay strings where they are not: %s is %p', async (path, text, message) => {
    expect(await strings.parse({ [path]: text })).toEqual({ ok: false, issues: [{ path, message }] });
  });
});
