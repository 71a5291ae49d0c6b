import { getMetadataStorage } from 'class-validator';
import { sensitivityAt } from './dto-sensitive.js';
import { OWN_RULES } from './own-rules.js';
import type { Issue } from './schema-contract.interface.js';
import type { Sensitivity } from './sensitivity.types.js';

const HIDDEN = 'is not accepted';

/**
 * The words for a broken rule of a sensitive property. Words of the team's own may quote the value (`$value`), and rules
 * of its own as well, so that both are replaced.
 */
export function discreet(type: object, property: string, rule: string, message: string): string {
  return OWN_RULES.has(rule) && !hasOwnWords(type, property, rule) ? message : HIDDEN;
}

function hasOwnWords(type: object, property: string, rule: string): boolean {
  const storage = getMetadataStorage();
  return storage
    .getTargetValidationMetadatas(type as () => void, '', true, false)
    .some(({ propertyName, message, constraintCls, type: kind }) => {
      const names = storage.getTargetValidatorConstraints(constraintCls).map(({ name }) => name);
      return propertyName === property && message !== undefined && (names.includes(rule) || kind === rule);
    });
}

/** Issues without what they say about names inside a sensitive value, which the client has made up. */
export function discreetPaths(issues: readonly Issue[], sensitivity: Sensitivity): readonly Issue[] {
  if (sensitivity.length === 0) return issues;
  return issues.map((issue) => {
    let here = sensitivity;
    const steps = issue.path.split('.');
    for (const [index, step] of steps.entries()) {
      // Items of a list are as sensitive as the list.
      if (!/^\d+$/.test(step)) here = sensitivityAt(here, step);
      if (here === 'sensitive') {
        const path = steps.slice(0, index + 1).join('.');
        return path === issue.path ? issue : { path, message: HIDDEN };
      }
    }
    return issue;
  });
}
