import { SetMetadata } from '@nestjs/common';
import { PUBLIC_METADATA, SCOPES_METADATA } from './metadata.js';

/** Opens a capability (or a whole toolset) to every caller that the server lets in, whatever scopes it holds. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_METADATA, true);
}

/**
 * Allows a capability (or every capability of a toolset) only to callers who hold all of the scopes.
 * On a method it replaces what the class says.
 */
export function Scopes(first: string, ...more: string[]): MethodDecorator & ClassDecorator {
  return SetMetadata(SCOPES_METADATA, [first, ...more]);
}
