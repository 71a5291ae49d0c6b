import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'count-'));
const file = join(folder, 'report');

afterAll(() => rmSync(folder, { recursive: true }));

/** The lines that the script prints for a report; without one its file does not exist. */
function count(kind: string, report: unknown, exitCode = 0, CI = 'true'): string[] {
  rmSync(file, { force: true });
  if (report !== undefined) writeFileSync(file, typeof report === 'string' ? report : JSON.stringify(report));
  const args = ['.ci/count.mjs', kind, file, String(exitCode)];
  const { stdout } = spawnSync(process.execPath, args, { env: { CI }, encoding: 'utf8' });
  return stdout.trimEnd().split('\n');
}

/** A jest report with one suite for each list of the statuses of its tests. */
function report(...suites: readonly (readonly string[])[]): object {
  const statuses = suites.flat();
  const of = (status: string): number => statuses.filter((one) => one === status).length;
  return {
    numPassedTests: of('passed'),
    numFailedTests: of('failed'),
    numTotalTests: statuses.length,
    testResults: suites.map((tests, index) => ({
      name: `suite ${index + 1}`,
      status: tests.length === 0 || tests.includes('failed') ? 'failed' : 'passed',
      assertionResults: tests.map((status, position) => ({ status, fullName: `test ${index + 1}.${position + 1}` })),
    })),
  };
}

describe('the count of a jest report', () => {
  it('is the number of tests that passed and failed', () => {
    expect(count('jest', report(['passed', 'passed'], ['passed', 'failed']), 1)).toEqual(['3 1']);
  });

  it.each(['pending', 'todo', 'skipped', 'disabled'])('takes a test that is %s for a failure in CI', (status) => {
    expect(count('jest', report(['passed', status]))).toEqual([
      `-- ${status}, counted as failed in CI: test 1.2`,
      '1 1',
    ]);
  });

  it('leaves skipped tests out elsewhere', () => {
    expect(count('jest', report(['passed', 'pending']), 0, 'false')).toEqual(['1 0']);
  });

  it('takes a suite that did not run for one failure', () => {
    expect(count('jest', report(['passed'], []), 1)).toEqual(['-- did not run, counted as failed: suite 2', '1 1']);
  });

  it('takes a run without tests for one failure', () => {
    expect(count('jest', report())).toEqual(['-- no test ran, counted as one failure', '0 1']);
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['cut off', '{"numPassedTests": 3, "testRes'],
    ['of another form', { passed: 3 }],
  ])('takes a report that is %s for one failure', (_, text) => {
    expect(count('jest', text)).toEqual(['-- no test report was written, counted as one failure', '0 1']);
  });

  it('takes the exit code of a command that hides its failure for one failure', () => {
    const note = '-- the command ended with exit code 124, counted as one failure';
    expect(count('jest', report(['passed', 'passed']), 124)).toEqual([note, '2 1']);
  });
});

describe('the count of the conformance runner', () => {
  it('is that of its last summary', () => {
    const output = 'conformance: 1 passed, 1 failed\nconformance: 40 passed, 2 failed\n';
    expect(count('conformance', output, 1)).toEqual(['40 2']);
  });

  it.each([
    ['missing', undefined],
    ['without a summary', 'stopped\nconformance: soon\n'],
  ])('takes output that is %s for one failure', (_, output) => {
    expect(count('conformance', output, 1)).toEqual(['-- no summary was printed, counted as one failure', '0 1']);
  });

  it('takes an exit code that the summary does not explain for one failure', () => {
    const note = '-- the command ended with exit code 137, counted as one failure';
    expect(count('conformance', 'conformance: 40 passed, 0 failed\n', 137)).toEqual([note, '40 1']);
  });
});
