/** Names the environment variable of a property: `callTimeoutMs` → `CALL_TIMEOUT_MS`. */
export function toVariableName(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}
