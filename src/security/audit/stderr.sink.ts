import type { AuditSink } from './audit-sink.interface.js';

/** Writes the audit beside the log: its lines are the ones with a `seq`. */
export class StderrSink implements AuditSink {
  write(bytes: Buffer, offset: number): Promise<number> {
    return new Promise((resolve, reject) => {
      process.stderr.write(bytes.subarray(offset), (error) => (error ? reject(error) : resolve(bytes.length - offset)));
    });
  }

  refresh(): Promise<boolean> {
    return Promise.resolve(false);
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
