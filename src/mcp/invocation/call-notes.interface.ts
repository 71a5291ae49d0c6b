import type { CatalogEntry } from '../catalog/index.js';
import type { Failure } from './failure.js';

/** What becomes known of a call while it is served. */
export interface CallNotes {
  /** The capability that ran. */
  entry?: CatalogEntry;
  /** Its arguments as the client sent them. */
  input?: unknown;
  /** What its failure came to. */
  failure?: Failure;
}
