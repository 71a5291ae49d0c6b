/** The environment cannot be used; the message lists every fault, one line each. */
export class InvalidSettingsError extends Error {
  override readonly name = 'InvalidSettingsError';

  /** @param faults one sentence for each fault, naming the variable and what it accepts */
  constructor(readonly faults: readonly string[]) {
    super(['The environment holds settings that cannot be used:', ...faults.map((fault) => `  ${fault}`)].join('\n'));
  }
}
