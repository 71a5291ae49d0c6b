/**
 * Counts what a test command reported: explains failures in lines with `--`, and prints `PASSED FAILED` last.
 *
 * Usage: count.mjs jest REPORT EXIT_CODE        REPORT is the file of `jest --json --outputFile`
 *        count.mjs conformance OUTPUT EXIT_CODE OUTPUT is the file of what `npm run conformance` printed
 */
import { readFileSync } from 'node:fs';

/**
 * @typedef {{ passed: number, failed: number, notes: string[] }} Count
 * @typedef {{ status: string, fullName: string }} Test
 * @typedef {{ name: string, status: string, assertionResults: Test[] }} Suite
 * @typedef {{ numPassedTests: number, numFailedTests: number, numTotalTests: number, testResults: Suite[] }} JestReport
 */

/**
 * Counts the tests of a jest report. A suite that did not run is one failure; in CI so is each skipped test.
 *
 * @param {string | undefined} text the report; `undefined` if jest wrote none
 * @param {number} exitCode of the test command
 * @param {boolean} inCi
 * @returns {Count}
 */
function countJest(text, exitCode, inCi) {
  const report = parseReport(text);
  if (report === undefined) {
    return { passed: 0, failed: 1, notes: ['no test report was written, counted as one failure'] };
  }
  const broken = report.testResults.filter((suite) => suite.status === 'failed' && suite.assertionResults.length === 0);
  const tests = report.testResults.flatMap((suite) => suite.assertionResults);
  const skipped = inCi ? tests.filter(({ status }) => status !== 'passed' && status !== 'failed') : [];
  const failed = report.numFailedTests + broken.length + skipped.length;
  const notes = [
    ...broken.map((suite) => `did not run, counted as failed: ${suite.name}`),
    ...skipped.map((test) => `${test.status}, counted as failed in CI: ${test.fullName}`),
  ];
  if (report.numTotalTests === 0 && failed === 0) {
    return { passed: report.numPassedTests, failed: 1, notes: ['no test ran, counted as one failure'] };
  }
  return withExitCode({ passed: report.numPassedTests, failed, notes }, exitCode);
}

/**
 * Reads the counts that the conformance runner prints in its last line.
 *
 * @param {string | undefined} text its output
 * @param {number} exitCode of its command
 * @returns {Count}
 */
function countConformance(text, exitCode) {
  const last = [...(text ?? '').matchAll(/^conformance: (\d+) passed, (\d+) failed$/gm)].at(-1);
  if (last === undefined) return { passed: 0, failed: 1, notes: ['no summary was printed, counted as one failure'] };
  return withExitCode({ passed: Number(last[1]), failed: Number(last[2]), notes: [] }, exitCode);
}

/** @returns {JestReport | undefined} */
function parseReport(text) {
  try {
    const report = JSON.parse(text ?? '');
    const isReport =
      Array.isArray(report.testResults) && Number.isInteger(report.numPassedTests + report.numFailedTests);
    return isReport ? report : undefined;
  } catch {
    return undefined;
  }
}

/** @param {Count} count */
function withExitCode(count, exitCode) {
  if (exitCode === 0 || count.failed > 0) return count;
  const note = `the command ended with exit code ${exitCode}, counted as one failure`;
  return { ...count, failed: 1, notes: [...count.notes, note] };
}

function readText(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

const [kind, file = '', exitCode = ''] = process.argv.slice(2);
const code = exitCode === '' ? NaN : Number(exitCode);
const count =
  kind === 'conformance'
    ? countConformance(readText(file), code)
    : countJest(readText(file), code, process.env.CI === 'true');
for (const note of count.notes) process.stdout.write(`-- ${note}\n`);
process.stdout.write(`${count.passed} ${count.failed}\n`);
