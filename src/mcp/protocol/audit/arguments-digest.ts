import { hash } from 'node:crypto';
import { type CatalogEntry, type Sensitivity, sensitivityAt, withoutSensitive } from '../../catalog/index.js';
import { canonicalJson } from '../../common/canonical-json.js';
import { REDACTED } from '../../contract/property.decorators.js';
import type { Params } from '../params.js';

/**
 * SHA-256 of what a request asks for, written canonically (RFC 8785). Sensitive values are replaced first: whoever has the
 * digest could find a short one, such as a PIN, by trying all of them.
 *
 * @returns `sha256:` and hexadecimal digits
 */
export function argumentsDigest(method: string, params: Params, entry: CatalogEntry | undefined): string {
  const text = canonicalJson(argumentsOf(method, params, entry?.input?.sensitivity ?? []));
  return `sha256:${hash('sha256', text)}`;
}

function argumentsOf(method: string, params: Params, sensitivity: Sensitivity): unknown {
  const { arguments: input, uri, ref, argument, context, taskId } = params;
  switch (method) {
    case 'tools/call':
    case 'prompts/get':
      return withoutSensitive(input ?? {}, sensitivity);
    case 'completion/complete':
      return { ref, argument: completed(argument, sensitivity), context: filled(context, sensitivity) };
    default:
      // The values of a template's variables are parts of the URI.
      if (uri !== undefined) return { uri: sensitivity.length > 0 ? REDACTED : uri };
      return taskId === undefined ? {} : { taskId };
  }
}

function completed(argument: unknown, sensitivity: Sensitivity): unknown {
  const { name } = (argument ?? {}) as { name?: unknown };
  const isSensitive = typeof name === 'string' && sensitivityAt(sensitivity, name) === 'sensitive';
  return isSensitive ? { name, value: REDACTED } : argument;
}

function filled(context: unknown, sensitivity: Sensitivity): unknown {
  const { arguments: values } = (context ?? {}) as { arguments?: unknown };
  return values === undefined ? undefined : { arguments: withoutSensitive(values, sensitivity) };
}
