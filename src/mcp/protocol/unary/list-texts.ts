import type { ProtocolEra } from '../../contract/mcp-context.js';

type Result = Readonly<Record<string, unknown>>;

/** All texts together have so many characters at most. */
const MAX_CHARACTERS = 32 * 1024 * 1024;

/** The texts of lists, by era: a list is the same object as long as it has the same content. */
export class ListTexts {
  private texts = empty();
  private characters = 0;

  /** The text of a list, made once as long as there is room for it. */
  remembered(era: ProtocolEra, list: Result, make: () => string): string {
    const known = this.texts[era].get(list);
    if (known !== undefined) return known;
    const text = make();
    if (text.length > MAX_CHARACTERS) return text;
    if (this.characters + text.length > MAX_CHARACTERS) {
      this.texts = empty();
      this.characters = 0;
    }
    this.characters += text.length;
    this.texts[era].set(list, text);
    return text;
  }
}

function empty(): Record<ProtocolEra, WeakMap<Result, string>> {
  return { legacy: new WeakMap(), modern: new WeakMap() };
}
