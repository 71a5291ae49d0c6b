import { SetMetadata } from '@nestjs/common';
import { SCOPES_METADATA } from './metadata.js';

/**
 * Allows a capability (or every capability of a toolset) only to callers who hold all of the scopes.
 * On a method it replaces what the class says.
 */
export function Scopes(first: string, ...more: string[]): MethodDecorator & ClassDecorator {
  return SetMetadata(SCOPES_METADATA, [first, ...more]);
}
