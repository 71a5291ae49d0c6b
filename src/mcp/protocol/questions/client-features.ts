import type { ClientCapabilities } from '@modelcontextprotocol/server';
import type { ClientFeature, ProtocolEra } from '../../contract/mcp-context.js';
import { ProtocolError, ToolError } from '../../contract/errors.js';
import type { Question } from '../../invocation/index.js';
import { ErrorCode } from '../error-codes.js';

/** Whether the client declared the feature. A bare `elicitation: {}` means forms, as it did before modes existed. */
export function declares(capabilities: ClientCapabilities | undefined, feature: ClientFeature): boolean {
  const elicitation = capabilities?.elicitation;
  switch (feature) {
    case 'elicitation':
      return elicitation !== undefined && (elicitation.form !== undefined || elicitation.url === undefined);
    case 'elicitation.url':
      return elicitation?.url !== undefined;
    case 'sampling':
      return capabilities?.sampling !== undefined;
    case 'roots':
      return capabilities?.roots !== undefined;
  }
}

export function featureOf({ method, params }: Question): ClientFeature {
  switch (method) {
    case 'elicitation/create':
      return params['mode'] === 'url' ? 'elicitation.url' : 'elicitation';
    case 'sampling/createMessage':
      return 'sampling';
    case 'roots/list':
      return 'roots';
  }
}

const REQUIRED: Record<ClientFeature, object> = {
  elicitation: { elicitation: { form: {} } },
  'elicitation.url': { elicitation: { url: {} } },
  sampling: { sampling: {} },
  roots: { roots: {} },
};

/** Refuses a question that the client did not offer to answer; in the legacy era in words that a model can act on. */
export function refuseQuestion(question: Question, era: ProtocolEra, why: string): never {
  const feature = featureOf(question);
  const message = `This needs the client's ${feature} capability (${question.method}), and ${why}.`;
  if (era === 'legacy') throw new ToolError(message);
  throw new ProtocolError(ErrorCode.MissingClientCapability, message, { requiredCapabilities: REQUIRED[feature] });
}
