import { same } from './expect.mjs';
import { BOOT_MS, seconds, STEP_MS, stopwatch, within } from './limits.mjs';
import { Refused, STEPS } from './steps.mjs';
import { bold, cyan, dim, fit, green, print, red } from './terminal.mjs';

const TITLE_WIDTH = Math.max(...STEPS.map(({ title }) => title.length));

/** Notices as they come in: `next` resolves with the first one for the URI that it has not returned before. */
function createUpdates() {
  const seen = [];
  let wake = () => undefined;
  return {
    add: (uri) => (seen.push(uri), wake()),
    async next(uri) {
      while (!seen.includes(uri)) await new Promise((resolve) => (wake = resolve));
      seen.splice(seen.indexOf(uri), 1);
    },
  };
}

/** One client over one transport: connects, takes every step, prints what came back. */
export async function runSession({ run, transport, workspace }) {
  const outcome = { run, marks: {}, failures: [], milliseconds: 0 };
  const elapsed = stopwatch();
  let connected = false;
  const questions = [];
  const updates = createUpdates();
  const onQuestion = (question) => {
    questions.push(question);
    return { action: 'accept', content: { write: true } };
  };
  try {
    const connecting = run.client.connect(transport, { onQuestion, onUpdate: updates.add });
    const connection = await within(BOOT_MS, 'The connection', connecting);
    connected = true;
    print(`${bold(cyan(run.label))}  ${dim(`connected on ${connection.revision} in ${seconds(elapsed())}`)}`);
    same('The protocol revision', connection.revision, run.client.revision);
    for (const step of STEPS) await takeStep(step, { ...connection, workspace, run, questions, updates }, outcome);
    await within(STEP_MS, 'The end of the connection', connection.client.close());
  } catch (error) {
    if (!connected) print(bold(cyan(run.label)));
    fail(outcome, 'connection', error);
  } finally {
    await within(STEP_MS, 'The end of the transport', transport.close()).catch(() => undefined);
  }
  outcome.milliseconds = elapsed();
  print();
  return outcome;
}

async function takeStep(step, session, outcome) {
  const elapsed = stopwatch();
  try {
    const result = await within(STEP_MS, `"${step.title}"`, step.take(session));
    const refused = result instanceof Refused;
    const time = `${Math.round(elapsed())} ms`.padStart(8);
    outcome.marks[step.name] = refused ? '–' : '✓';
    const text = fit(refused ? result.reason : result, TITLE_WIDTH + 16);
    const title = step.title.padEnd(TITLE_WIDTH);
    print(`  ${refused ? dim('–') : green('✓')} ${title} ${dim(time)}  ${refused ? dim(text) : text}`);
  } catch (error) {
    fail(outcome, step.name, error);
  }
}

function fail(outcome, name, error) {
  outcome.marks[name] = '✗';
  outcome.failures.push(`${outcome.run.label}, ${name}: ${error.message}`);
  print(`  ${red('✗')} ${name}: ${red(error.message)}`);
}
