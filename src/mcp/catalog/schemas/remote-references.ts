import { SchemaFault } from './schema-contract.interface.js';

/** @throws SchemaFault when the schema refers to something outside itself: nothing is ever fetched */
export function refuseRemoteReferences(node: unknown): void {
  if (typeof node !== 'object' || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if ((key === '$ref' || key === '$dynamicRef') && typeof value === 'string' && !value.startsWith('#')) {
      throw new SchemaFault(`the JSON Schema refers to '${value}': copy what it refers to into $defs`);
    }
    refuseRemoteReferences(value);
  }
}
