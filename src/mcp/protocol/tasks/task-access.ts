import type { Catalog } from '../../catalog/index.js';
import type { Principal } from '../../contract/principal.js';
import type { TaskRecord } from './task.types.js';

/** Whether a principal may see a task: it is its own, and of a tool that it may use at this moment. */
export async function isOpenTo(record: TaskRecord, principal: Principal, catalog: Catalog): Promise<boolean> {
  return record.owner === principal.key && (await catalog.find('tool', record.tool, principal)) !== undefined;
}
