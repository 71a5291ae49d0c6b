import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { auditLogOf, Settings } from '../../config/index.js';
import type { AuditEvent } from '../../mcp/protocol/audit/audit-event.interface.js';
import { AuditTrail } from '../../mcp/protocol/audit/audit-trail.port.js';
import { recordOf } from './audit-record.js';
import { AuditWriter } from './audit.writer.js';
import { FileSink, StderrSink } from './audit.sinks.js';

/** Keeps the audit where `AUDIT_LOG` says, as a hash chain of JSON lines. */
@Injectable()
export class ChainedAuditTrail extends AuditTrail implements OnModuleInit, OnApplicationShutdown {
  override readonly isOn: boolean;
  private readonly logger = new Logger('Audit');
  private readonly destination: string;
  /** Calls that cannot be recorded are refused. */
  private readonly isRequired: boolean;
  private writer: AuditWriter | undefined;

  constructor(private readonly settings: Settings) {
    super();
    this.destination = auditLogOf(settings);
    this.isOn = this.destination !== 'off';
    this.isRequired = settings.auditOnFailure === 'refuse';
  }

  override get isReady(): boolean {
    return !this.isRequired || this.writer?.isFailing === false;
  }

  /** @throws AuditFileError when the file cannot be opened or continued */
  async onModuleInit(): Promise<void> {
    if (this.isOn) this.writer = await this.open();
  }

  override record(event: AuditEvent): Promise<void> | undefined {
    if (this.writer) return this.writer.append(recordOf(event), this.isRequired);
    if (this.isOn) this.logger.error('A record came before the audit was opened, or after it was closed, and is lost');
    return undefined;
  }

  override flush(): Promise<void> {
    return this.writer?.flush() ?? Promise.resolve();
  }

  /** The last records are written when every call has been answered. */
  async onApplicationShutdown(): Promise<void> {
    const { writer } = this;
    if (!writer) return;
    this.writer = undefined;
    await writer.close();
    if (writer.unwritten > 0) this.logger.error(`${writer.unwritten} records of the audit could not be written`);
    this.announce('ends with', writer);
  }

  private async open(): Promise<AuditWriter> {
    const options = {
      secret: this.settings.auditSecret,
      failed: (error: unknown) => this.reportFailure(error),
      recovered: (lost: number) => this.reportRecovery(lost),
    };
    if (this.destination === 'stderr') return new AuditWriter(new StderrSink(), options);
    const { sink, tail } = await FileSink.open(this.destination, options.secret);
    if (await sink.isOpenToOthers()) {
      this.logger.warn('AUDIT_LOG is a file that others may read or write: chmod 600 keeps them out');
    }
    if (tail.torn > 0) {
      this.logger.error(
        `The last line of the audit was cut off (${tail.torn} bytes): a record accounts for it, and the chain goes on`,
      );
    }
    const writer = new AuditWriter(sink, { ...options, ...tail });
    this.announce('begins behind', writer);
    return writer;
  }

  /** The log is kept elsewhere: with this line in it, records that are cut off the end of the file are missed. */
  private announce(what: string, { chainEnd: { seq, hash } }: AuditWriter): void {
    this.logger.log(seq === 0 ? 'The audit begins' : `The audit ${what} record ${seq}, hash ${hash}`);
  }

  private reportFailure(error: unknown): void {
    const outcome = this.isRequired
      ? 'calls are refused until it can be'
      : 'calls go on, and what cannot wait for it is left out';
    this.logger.error(`The audit cannot be written, and ${outcome} (AUDIT_ON_FAILURE)`, error);
  }

  private reportRecovery(lost: number): void {
    const loss = lost === 0 ? 'Nothing was left out' : `${lost} records were left out, and a record says so`;
    this.logger.warn(`The audit can be written again. ${loss}`);
  }
}
