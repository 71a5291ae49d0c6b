/** Whether a text is one scope (RFC 6749, section 3.3: scope-token), less the comma that separates items in lists here. */
export function isScopeToken(text: string): boolean {
  return /^[\x21\x23-\x2b\x2d-\x5b\x5d-\x7e]+$/.test(text);
}
