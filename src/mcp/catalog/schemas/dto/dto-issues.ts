import { getMetadataStorage, type ValidationError } from 'class-validator';
import { sensitivePropertiesOf } from '../../../contract/property.decorators.js';
import type { Issue, Sensitivity } from '../schema-contract.interface.js';
import { inputName } from './dto-properties.js';
import { OWN_RULES } from './dto-rules.js';
import { sensitivityAt } from './dto-sensitive.js';
import { at } from './dto-structure.js';

const HIDDEN = 'is not accepted';

/** The issues in the errors of class-validator, under the names that clients use. */
export function issuesOf(parent: string): (error: ValidationError) => Issue[] {
  return (error) => {
    const property = error.property as string | undefined;
    if (property === undefined) return [{ path: parent, message: 'is not an object of a known kind' }];
    const type = (error.target ?? {}).constructor;
    const path = at(parent, inputName(type, property));
    const isSensitive = sensitivePropertiesOf(type).has(property);
    const own = Object.entries(error.constraints ?? {})
      .map(([rule, message]) => [rule, isSensitive ? safeMessage(type, property, rule, message) : message] as const)
      .map(([rule, message]) => ({ path, message: readable(rule, message, property) }))
      .filter((issue): issue is Issue => issue.message !== undefined);
    return [...own, ...(error.children ?? []).flatMap(issuesOf(path))];
  };
}

/** The message of class-validator, without the property's name, which the path has already. */
function readable(rule: string, message: string, property: string): string | undefined {
  // `structureIssues` names the expected type.
  if (rule === 'nestedValidation' && message.includes('must be either object or array')) return undefined;
  // A rule need not have a message, and refuses all the same.
  if (message === '') return `breaks the rule ${rule}`;
  if (rule === 'isDate' && message.endsWith('must be a Date instance')) {
    return 'must be a date, such as 2026-01-31 or 2026-01-31T09:30:00Z';
  }
  return message.startsWith(`${property} `) ? message.slice(property.length + 1) : message;
}

/**
 * The message of a broken rule of a sensitive property. A message or a rule of the team's own may quote the value
 * (`$value`): both are replaced.
 */
function safeMessage(type: object, property: string, rule: string, message: string): string {
  return OWN_RULES.has(rule) && !hasOwnMessage(type, property, rule) ? message : HIDDEN;
}

function hasOwnMessage(type: object, property: string, rule: string): boolean {
  const storage = getMetadataStorage();
  return storage
    .getTargetValidationMetadatas(type as () => void, '', true, false)
    .some(({ propertyName, message, constraintCls, type: kind }) => {
      const names = storage.getTargetValidatorConstraints(constraintCls).map(({ name }) => name);
      return propertyName === property && message !== undefined && (names.includes(rule) || kind === rule);
    });
}

/** Issues without the member names inside a sensitive value, which come from the client. */
export function withoutClientNames(issues: readonly Issue[], sensitivity: Sensitivity): readonly Issue[] {
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
