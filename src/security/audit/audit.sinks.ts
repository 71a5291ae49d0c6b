import { type BigIntStats, constants } from 'node:fs';
import { type FileHandle, open, stat } from 'node:fs/promises';
import { type AuditTail, readTail } from './audit-tail.js';
import { BootError } from '../../mcp/contract/index.js';

/** Where the lines of the audit go. */
export interface AuditSink {
  /**
   * Writes from `offset` on.
   *
   * @returns how many bytes were written, which may be fewer than there are
   * @throws when nothing could be written
   */
  write(bytes: Buffer, offset: number): Promise<number>;
  /**
   * Looks whether the destination is still the one that is written to, and takes the new one if it is not.
   *
   * @returns whether it has changed, so that a line begun there has to be written again from its beginning
   */
  refresh(): Promise<boolean>;
  close(): Promise<void>;
}

const { O_APPEND, O_CREAT, O_RDWR } = constants;
const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** How often a file is asked for by its path: renaming it is how it is rotated. */
const REFRESH_MS = 1000;

/** Appends to a file, which nobody but its owner can read if it is new. */
export class FileSink implements AuditSink {
  private refreshedAt = performance.now();

  private constructor(
    private readonly path: string,
    private file: FileHandle,
  ) {}

  /**
   * Opens a file, and reads where its chain stands.
   *
   * @throws AuditFileError when it cannot be opened or continued
   */
  static async open(path: string, secret: string | undefined): Promise<{ sink: FileSink; tail: AuditTail }> {
    let file: FileHandle;
    try {
      file = await openForAppending(path);
    } catch (cause) {
      const { code, message } = cause as NodeJS.ErrnoException;
      throw new AuditFileError(path, `cannot be opened (${code ?? message}): create its folder, or correct the path`, {
        cause,
      });
    }
    const tail = await readTail(file, secret);
    if (tail) return { sink: new FileSink(path, file), tail };
    await file.close();
    throw new AuditFileError(
      path,
      'does not end with a record of this chain: it was edited, or written with another AUDIT_SECRET. See what `npm run audit:verify` says of it, and move it away',
    );
  }

  /** Whether others than the owner may read or write the file. */
  async isOpenToOthers(): Promise<boolean> {
    const stats = await this.file.stat();
    return stats.isFile() && (stats.mode & OTHERS) !== 0;
  }

  async write(bytes: Buffer, offset: number): Promise<number> {
    const { bytesWritten } = await this.file.write(bytes, offset, bytes.length - offset);
    return bytesWritten;
  }

  async refresh(): Promise<boolean> {
    const now = performance.now();
    if (now - this.refreshedAt < REFRESH_MS) return false;
    const [current, found] = await Promise.all([this.file.stat({ bigint: true }), statOf(this.path)]);
    if (found && found.dev === current.dev && found.ino === current.ino) {
      this.refreshedAt = now;
      return false;
    }
    const before = this.file;
    this.file = await openForAppending(this.path);
    this.refreshedAt = now;
    await before.close();
    return true;
  }

  async close(): Promise<void> {
    // A device has nothing to bring to the disk.
    await this.file.sync().catch(() => undefined);
    await this.file.close();
  }
}

function openForAppending(path: string): Promise<FileHandle> {
  return open(path, O_RDWR | O_APPEND | O_CREAT, OWNER_ONLY);
}

async function statOf(path: string): Promise<BigIntStats | undefined> {
  return stat(path, { bigint: true }).catch(() => undefined);
}

/** Writes the audit beside the log: its lines are the ones with a `seq`. */
export class StderrSink implements AuditSink {
  write(bytes: Buffer, offset: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const written = bytes.length - offset;
      const isTaken = process.stderr.write(bytes.subarray(offset), (error) =>
        error ? reject(error) : resolve(written),
      );
      // A stream that an application has put there may never call back. Errors of the real one come before.
      if (isTaken) setImmediate(() => resolve(written));
    });
  }

  refresh(): Promise<boolean> {
    return Promise.resolve(false);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** The file of the audit cannot be continued. */
class AuditFileError extends BootError {
  override readonly name = 'AuditFileError';

  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(`AUDIT_LOG=${path} ${reason}`, options);
  }
}
