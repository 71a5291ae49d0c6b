/** A map that forgets its oldest entries instead of growing without limit; an entry that is set again is new. */
export class BoundedMap<Value> {
  private readonly entries = new Map<string, Value>();

  constructor(private readonly limit: number) {}

  get size(): number {
    return this.entries.size;
  }

  get(key: string): Value | undefined {
    return this.entries.get(key);
  }

  set(key: string, value: Value): void {
    this.entries.delete(key);
    if (this.entries.size >= this.limit) this.delete(this.oldest());
    this.entries.set(key, value);
  }

  delete(key: string | undefined): void {
    if (key !== undefined) this.entries.delete(key);
  }

  /** Forgets the oldest entries as long as they are of no more use, so that a map that is not full shrinks, too. */
  trim(isUseless: (value: Value) => boolean): void {
    for (const [key, value] of this.entries) {
      if (!isUseless(value)) return;
      this.entries.delete(key);
    }
  }

  private oldest(): string | undefined {
    return this.entries.keys().next().value;
  }
}
