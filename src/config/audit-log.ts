import type { Settings } from './settings.js';

/** Where the audit goes: `off`, `stderr` or a path. On stdio there is one caller, who sees the calls anyway. */
export function auditLogOf({ auditLog, transport }: Pick<Settings, 'auditLog' | 'transport'>): string {
  return auditLog ?? (transport.includes('stdio') ? 'off' : 'stderr');
}
