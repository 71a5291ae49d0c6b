import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EdgeAudit } from '../../security/index.js';
import { EdgeAdapter } from './edge.adapter.js';

/** Has a record kept of what the HTTP server refuses before a route is looked for; an application's own server is its own. */
@Injectable()
export class EarlyRefusalAudit implements OnModuleInit {
  constructor(
    private readonly audit: EdgeAudit,
    private readonly host: HttpAdapterHost,
  ) {}

  onModuleInit(): void {
    const { httpAdapter } = this.host;
    if (!(httpAdapter instanceof EdgeAdapter)) return;
    httpAdapter.refusals.listen((request, status) => this.audit.refused(request, { status }));
  }
}
