import { SetMetadata } from '@nestjs/common';
import { PUBLIC_METADATA } from './metadata.js';

/** Opens a capability (or a whole toolset) to every caller that the server lets in, whatever scopes it holds. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_METADATA, true);
}
