/**
 * Knows every scope that some capability of the server asks for, for the metadata that OAuth clients read.
 *
 * Port and injection token in one.
 */
export abstract class ScopeDirectory {
  /** The scopes in alphabetical order, each once. */
  abstract scopes(): readonly string[];
}
