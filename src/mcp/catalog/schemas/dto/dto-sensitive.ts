import type { Type } from '@nestjs/common';
import { REDACTED, sensitivePropertiesOf } from '../../../contract/property.decorators.js';
import { nestedTypes, propertiesOf } from './dto-properties.js';
import type { SensitivePaths, Sensitivity } from '../schema-contract.interface.js';

const NOTHING: Sensitivity = [];
const ANY_NAME = '*';

/** The `@Sensitive` properties of a class and of its nested classes. */
export function sensitivePaths(type: Type): Sensitivity {
  const paths = pathsOf(type, new Map());
  return holdsAny(paths, new Set()) ? [paths] : NOTHING;
}

/** The sensitive parts of one member of an object. */
export function sensitivityAt(sensitivity: Sensitivity, name: string): Sensitivity {
  if (sensitivity === 'sensitive') return sensitivity;
  const inner = sensitivity.map((paths) => paths.get(name) ?? paths.get(ANY_NAME) ?? NOTHING);
  return inner.includes('sensitive') ? 'sensitive' : inner.flatMap((one) => (one === 'sensitive' ? [] : one));
}

/** A copy of an input in which every sensitive value is replaced; the input itself when nothing of it is sensitive. */
export function withoutSensitive(value: unknown, sensitivity: Sensitivity): unknown {
  if (sensitivity === 'sensitive') return REDACTED;
  if (sensitivity.length === 0 || typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => withoutSensitive(item, sensitivity));
  const members = Object.entries(value) as [string, unknown][];
  return Object.fromEntries(
    members.map(([name, member]) => [name, withoutSensitive(member, sensitivityAt(sensitivity, name))]),
  );
}

/** The sensitive values of an input, as texts. */
export function sensitiveValues(value: unknown, sensitivity: Sensitivity): readonly string[] {
  if (sensitivity === 'sensitive') return leaves(value);
  if (sensitivity.length === 0 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((item) => sensitiveValues(item, sensitivity));
  const members = Object.entries(value) as [string, unknown][];
  return members.flatMap(([name, member]) => sensitiveValues(member, sensitivityAt(sensitivity, name)));
}

type Paths = Map<string, Sensitivity>;

function pathsOf(type: Type, known: Map<Type, Paths>): Paths {
  const earlier = known.get(type);
  if (earlier) return earlier;
  const paths: Paths = new Map();
  known.set(type, paths);
  const sensitive = sensitivePropertiesOf(type);
  for (const property of propertiesOf(type, 'input')) {
    const { name, wireName, nested, declared } = property;
    if (sensitive.has(name)) {
      paths.set(wireName, 'sensitive');
    } else if (nested) {
      const inner = nestedTypes(type, property).choices.map((choice) => pathsOf(choice.type, known));
      paths.set(wireName, declared === Map ? [new Map([[ANY_NAME, inner]])] : inner);
    }
  }
  return paths;
}

function holdsAny(paths: SensitivePaths, seen: Set<SensitivePaths>): boolean {
  if (seen.has(paths)) return false;
  seen.add(paths);
  return [...paths.values()].some((inner) => inner === 'sensitive' || inner.some((one) => holdsAny(one, seen)));
}

function leaves(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(leaves);
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
