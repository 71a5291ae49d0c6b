import { chosen } from '../lib/profiles.mjs';
import { interleave } from '../lib/rounds.mjs';
import { tabulate, target } from '../lib/table.mjs';
import { everyone, MODES, onStdio } from './stdio.candidates.mjs';

/** The transport of local servers, many calls at once and one after the other. */
export async function stdio(profile) {
  const [tables, targets] = [[], []];
  for (const { id, name, inFlight, least, measure } of MODES) {
    const candidates = chosen(everyone(), profile).map((each) => onStdio(each, inFlight));
    const head = {
      id: `flight-${id}`,
      title: `tools/call on stdio, ${name}`,
      unit: 'calls/s',
      offScale: ['raw'],
      measure,
    };
    const table = tabulate(head, candidates, await interleave(candidates, profile));
    tables.push(table);
    targets.push(
      target(`stdio, ${name}, audit off: of SDK v2`, table, 'polyport', 'sdk-v2', 'at least', least.off),
      target(`stdio, ${name}, audit on: of SDK v2`, table, 'polyport-audit', 'sdk-v2', 'at least', least.on),
    );
  }
  return { tables, targets };
}
