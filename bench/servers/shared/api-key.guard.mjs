import { createHash, timingSafeEqual } from 'node:crypto';
import { UnauthorizedException } from '@nestjs/common';

/** Verifies a key at the same cost as the product: one SHA-256, compared in constant time. */
export class ApiKeyGuard {
  #digest = Buffer.from(process.env.BENCH_KEY_DIGEST, 'hex');

  canActivate(context) {
    const key = context.switchToHttp().getRequest().headers['x-api-key'] ?? '';
    if (timingSafeEqual(createHash('sha256').update(key).digest(), this.#digest)) return true;
    throw new UnauthorizedException();
  }
}
