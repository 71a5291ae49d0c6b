import { BootError } from '../contract/boot-error.js';

/** One thing that is wrong with a toolset. */
export interface Fault {
  /** Class and method, such as `OrdersToolset.changeAddress`. */
  readonly where: string;
  /** What is wrong and what to write instead. */
  readonly message: string;
}

/** Stops the boot with every fault of every toolset at once. */
export class CatalogFaultsError extends BootError {
  override readonly name = 'CatalogFaultsError';

  constructor(readonly faults: readonly Fault[]) {
    const lines = faults.map(({ where, message }) => `  - ${where}: ${message}`);
    super(
      `${faults.length === 1 ? 'A capability' : `${faults.length} capabilities`} cannot be served:\n${lines.join('\n')}`,
    );
  }
}
