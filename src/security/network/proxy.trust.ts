import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Express } from 'express';
import { Settings } from '../../config/index.js';

/**
 * Tells Express whose `X-Forwarded-*` to believe. Without `TRUST_PROXY` the setting stays as it is: nobody's, or what the
 * application around this module has chosen.
 */
@Injectable()
export class ProxyTrust implements OnModuleInit {
  constructor(
    private readonly settings: Settings,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { trustProxy } = this.settings;
    if (trustProxy === undefined) return;
    // Express keeps the list, and ours is frozen.
    const value = typeof trustProxy === 'number' ? trustProxy : [...trustProxy];
    this.host.httpAdapter.getInstance<Express>().set('trust proxy', value);
  }
}
