import { isLoopbackHost } from './network-names.js';
import type { Settings } from './settings.js';
import { toVariableName } from './variable-name.js';

/** A rule over several settings; it is asked only when each of them is valid by itself. */
interface SettingsRule {
  readonly needs: readonly (keyof Settings)[];
  readonly fault: (settings: Settings) => string | undefined;
}

const RULES: readonly SettingsRule[] = [
  distinctPaths('ssePath', 'mcpPath'),
  distinctPaths('messagesPath', 'mcpPath'),
  distinctPaths('messagesPath', 'ssePath'),
  { needs: ['transport', 'host', 'auth', 'allowAnonymous'], fault: anonymousOffLoopback },
];

/** Lists the faults that only show when settings are seen together. */
export function crossFieldFaults(settings: Settings, isFaulty: (property: string) => boolean): readonly string[] {
  return RULES.filter((rule) => !rule.needs.some(isFaulty)).flatMap((rule) => rule.fault(settings) ?? []);
}

function distinctPaths(one: 'ssePath' | 'messagesPath', other: 'mcpPath' | 'ssePath'): SettingsRule {
  return {
    needs: [one, other],
    fault: (settings) =>
      // Routes are matched without regard to case.
      settings[one].toLowerCase() === settings[other].toLowerCase()
        ? `${toVariableName(one)}=${settings[one]} is the path of ${toVariableName(other)} too; each endpoint needs a path of its own`
        : undefined,
  };
}

function anonymousOffLoopback({ transport, host, auth, allowAnonymous }: Settings): string | undefined {
  if (transport.includes('stdio') || isLoopbackHost(host) || !auth.includes('none') || allowAnonymous) return undefined;
  return `HOST=${host} lets other machines in while AUTH=none asks nobody who they are; set AUTH, or ALLOW_ANONYMOUS=true to accept that`;
}
