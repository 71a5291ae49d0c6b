import { measured } from '../lib/table.mjs';
import { measureIdle } from './memory.idle.mjs';
import { soak } from './memory.soak.mjs';

const KIB = 1024;
const MIB = KIB * KIB;
const LIMIT_KIB = 28;
const LIMIT_GROWTH = 1.05;

/** A row of a single figure. A ratio says how it compares with the first row. */
function rowsOf(results, figure) {
  const reference = results.find(({ failure }) => failure === undefined);
  return results.map(({ id, label, kind, failure, ...result }) => {
    if (failure !== undefined) return { id, label, kind, failure };
    const ratio = figure(result) / figure(reference);
    return {
      id,
      label,
      kind,
      against: reference.id,
      median: figure(result),
      ratio,
      low: ratio,
      high: ratio,
      ...result,
    };
  });
}

/** What idle sessions hold, and whether abandoned ones are freed. */
export async function memory(profile) {
  const idle = await measureIdle(profile);
  const soaks = await soak(profile);
  const count = profile.idleSessions.toLocaleString('en');
  const tables = [
    {
      ...{ id: 'idle', title: `Resident memory of an idle SSE session, of ${count}`, unit: 'KiB' },
      rows: rowsOf(idle, ({ bytesEach }) => bytesEach / KIB),
    },
    {
      ...{
        id: 'soak',
        title: `Resident memory after ${profile.soak.sessions.toLocaleString('en')} abandoned sessions`,
      },
      unit: 'MiB',
      rows: soaks.map(({ plateau, final, ...rest }) => ({
        ...rest,
        ...(rest.failure === undefined && { median: final / MIB, ratio: final / plateau }),
        ...(rest.failure === undefined && { low: final / plateau, high: final / plateau, against: 'plateau' }),
      })),
    },
  ];
  return { tables, targets: [...idleTargets(idle, count), ...soakTargets(soaks)] };
}

function idleTargets(idle, count) {
  const { bytesEach, failure } = idle.find(({ kind }) => kind === 'product');
  const figure = failure === undefined ? bytesEach / KIB : undefined;
  return [measured(`resident KiB of an idle SSE session, of ${count}`, figure, 'at most', LIMIT_KIB, 'KiB')];
}

const soakTargets = (soaks) =>
  soaks.map(({ label, plateau, final, failure }) =>
    measured(
      `${label}, all freed: memory of the plateau`,
      failure === undefined ? final / plateau : undefined,
      'at most',
      LIMIT_GROWTH,
    ),
  );
