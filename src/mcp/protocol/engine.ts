import { Injectable } from '@nestjs/common';
import { ActiveCalls } from '../invocation/index.js';
import { AnswerWriter } from './answer.js';
import { Auditor } from './audit/auditor.js';
import { ChangeBus } from './changes/change-bus.port.js';
import { Subscriptions } from './changes/subscription.js';
import { MethodTable } from './method-table.js';
import { RequestState } from './questions/request-state.js';
import { ServerFeatures } from './server-features.js';
import { TargetFinder } from './target.js';

/** What all peers of a server share. */
@Injectable()
export class Engine {
  constructor(
    readonly table: MethodTable,
    readonly targets: TargetFinder,
    readonly features: ServerFeatures,
    readonly answers: AnswerWriter,
    readonly auditor: Auditor,
    readonly requestState: RequestState,
    readonly subscriptions: Subscriptions,
    readonly changes: ChangeBus,
    readonly active: ActiveCalls,
  ) {}
}
