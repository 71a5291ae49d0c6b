import type { AuditSink } from './audit-sink.interface.js';

/** Writes the audit beside the log: its lines are the ones with a `seq`. */
export class StderrSink implements AuditSink {
  write(bytes: Buffer, offset: number): Promise<number> {
    return new Promise((resolve, reject) => {
      const written = bytes.length - offset;
      const isTaken = process.stderr.write(bytes.subarray(offset), (error) =>
        error ? reject(error) : resolve(written),
      );
      // Whatever an application has put in the place of the stream may not call back. Errors of the real one come before.
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
