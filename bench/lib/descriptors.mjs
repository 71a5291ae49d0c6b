import { readFileSync } from 'node:fs';

const SPARE = 200;

/** Open files that a process may have. Node has raised it as far as it goes when it starts. */
function limit() {
  try {
    const [, most] = /^Max open files +(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return Number(most);
  } catch {
    return Infinity;
  }
}

/** @throws where this process, or a server like it, could not hold so many connections */
export function needConnections(count) {
  const most = limit();
  if (count + SPARE <= most) return;
  throw new Error(`${count} connections need ${count + SPARE} open files; ${most} are allowed here (ulimit -Hn)`);
}
