import * as rules from 'class-validator';
import { OWN_RULES } from './dto-rules.js';

it('knows every rule of class-validator, and no other', () => {
  const names = Object.values(rules).filter((value) => typeof value === 'string');

  expect([...OWN_RULES].sort()).toEqual([...new Set([...names, 'nestedValidation'])].sort());
});
