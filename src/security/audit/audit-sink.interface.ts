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
