import { BootError } from '../../mcp/contract/index.js';
import { PAGE_EXTENSIONS } from './pages/page-path.js';

/** The folder of the knowledge base cannot be served; stops the boot. */
export class DocsDirectoryError extends BootError {
  override readonly name = 'DocsDirectoryError';

  constructor(
    /** Absolute path of the folder. */
    readonly directory: string,
    /** What was found there, such as `does not exist`. */
    readonly found: string,
  ) {
    super(
      `The docs toolset has nothing to serve: ${directory} ${found}. ` +
        `Set DOCS_DIR=/path/to/markdown to a folder with at least one page (${PAGE_EXTENSIONS.join(', ')}).`,
    );
  }
}
