import assert from 'node:assert/strict';
import type { LineClient } from '../core/line.client.js';
import type { Json } from '../core/message.js';
import { until } from '../core/until.js';

export const EXTENSION = 'io.modelcontextprotocol/tasks';
export const TASKS = { extensions: { [EXTENSION]: {} } };
export const ASKING = { ...TASKS, elicitation: {} };
export const REFUSED = { code: -32021, data: { requiredCapabilities: { extensions: { [EXTENSION]: {} } } } };
export const TERMINAL = ['completed', 'failed', 'cancelled'];
export const UNKNOWN = '00000000-0000-4000-8000-000000000000';
/** The suite wants a task to end within this time. */
const SETTLE_MS = 10_000;
/** Longest time between two looks of the suite at a task that it expects to be kept. */
export const KEPT_MS = 500;

export type Requests = Readonly<Record<string, { readonly method: string; readonly params?: Json }>>;

export async function create(
  lines: LineClient,
  name: string,
  args: Json = {},
  capabilities: Json = TASKS,
): Promise<string> {
  const result = await lines.call(name, { arguments: args }, capabilities);
  assert.equal(result['resultType'], 'task', JSON.stringify(result));
  return String(result['taskId']);
}

export const get = (lines: LineClient, taskId: string): Promise<Json> => lines.result('tasks/get', { taskId }, TASKS);

export function settled(lines: LineClient, taskId: string, ...statuses: string[]): Promise<Json> {
  const probe = async (): Promise<Json | undefined> => {
    const task = await get(lines, taskId);
    return statuses.includes(String(task['status'])) ? task : undefined;
  };
  return until(probe, `the task to be ${statuses.join(' or ')}`, SETTLE_MS);
}

export const update = (lines: LineClient, taskId: string, inputResponses: Json): Promise<Json> =>
  lines.result('tasks/update', { taskId, inputResponses }, TASKS);

export function assertAcknowledged(result: Json): void {
  const { _meta, ...rest } = result;
  assert.deepEqual(rest, { resultType: 'complete' });
}

export function assertAbsent(result: Json, ...members: string[]): void {
  for (const member of members) assert.ok(!(member in result), `${member} is there: ${JSON.stringify(result)}`);
}

export async function pending(lines: LineClient, taskId: string): Promise<Requests> {
  const { inputRequests } = await settled(lines, taskId, 'input_required');
  return inputRequests as Requests;
}

export const slow = (lines: LineClient, seconds: number): Promise<string> =>
  create(lines, 'slow_compute', { seconds, label: 'conformance' });
