import { writeFileSync } from 'node:fs';
import { runLegs } from './legs.js';

/** `node main.js <origin of the fixture on HTTP+SSE> <file for the outcome>` */
async function main([origin = '', file = '']: string[]): Promise<void> {
  writeFileSync(file, JSON.stringify(await runLegs(origin), null, 2));
}

void main(process.argv.slice(2));
