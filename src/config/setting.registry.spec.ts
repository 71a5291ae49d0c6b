import { IsOptional, validateSync } from 'class-validator';
import { Flag, Secret, Text, WholeNumber } from './setting.decorators.js';
import { combine, settingsOf } from './setting.registry.js';

class Places {
  @Text('a') readonly host: string = 'localhost';
  @IsOptional() @WholeNumber({ min: 1, max: 9, example: 2 }) readonly port?: number;
}

class Secrets {
  @Secret() @Text('x') readonly token: string = 'none';
  @Flag('on') readonly strict: boolean = false;
}

class Combination extends combine(Places, Secrets) {}

describe('combined groups of settings', () => {
  it('have the properties of all groups, with their defaults', () => {
    expect({ ...new Combination() }).toEqual({ host: 'localhost', port: undefined, token: 'none', strict: false });
  });

  it('list the properties in the order of the groups, with their traits', () => {
    const listed = [...settingsOf(Combination)].map(([property, { secret, example }]) => [property, secret, example]);

    expect(listed).toEqual([
      ['host', false, 'a'],
      ['port', false, '2'],
      ['token', true, 'x'],
      ['strict', false, 'on'],
    ]);
  });

  it('are validated by the rules of every group', () => {
    const faulty = Object.assign(new Combination(), { host: '', port: 10, token: 'fine', strict: 'maybe' });

    expect(validateSync(faulty).map(({ property }) => property)).toEqual(['host', 'port', 'strict']);
    expect(validateSync(new Combination())).toEqual([]);
  });

  it('leave the groups unchanged', () => {
    expect([...settingsOf(Places).keys()]).toEqual(['host', 'port']);
    expect(validateSync(Object.assign(new Places(), { token: 1 }))).toEqual([]);
  });
});
