import 'reflect-metadata';
import { IsObject, IsString } from 'class-validator';
import { Principal, ToolError } from '../contract/index.js';
import type { Call, Outbox } from './call.interface.js';
import { CallContext } from './call-context.js';
import { CallLifetime } from './call-lifetime.js';
import { Deadline } from './deadline.js';
import type { Question, QuestionChannel } from './question-channel.interface.js';

class Form {
  @IsString() name!: string;
}

class NoForm {
  @IsObject() value!: object;
}

/** A client that gives the same answer to every question. */
function answering(raw: Record<string, unknown>, asked: Question[] = []): QuestionChannel {
  return {
    supports: (feature) => feature === 'roots',
    ask: (_key, question, read) => {
      asked.push(question);
      return read(raw);
    },
  };
}

function contextOf(parts: {
  questions?: QuestionChannel;
  outbox?: Partial<Outbox>;
  lifetime?: CallLifetime;
}): CallContext {
  const call = {
    principal: Principal.anonymous(),
    meta: {},
    questions: parts.questions ?? answering({}),
    outbox: { progress: async () => undefined, log: async () => undefined, ...parts.outbox },
  } as unknown as Call;
  const deadline = new Deadline(1000);
  deadline.stop();
  return new CallContext(call, deadline, parts.lifetime ?? new CallLifetime());
}

describe('questions', () => {
  it('send a form of a class and give an instance back', async () => {
    const asked: Question[] = [];
    const context = contextOf({ questions: answering({ action: 'accept', content: { name: 'ann' } }, asked) });
    const answer = await context.elicit('who', { message: 'Who?', schema: Form });
    const requestedSchema = { type: 'object', properties: { name: { type: 'string' } }, required: ['name'] };
    expect({ answer, asked }).toStrictEqual({
      answer: { action: 'accept', accepted: true, content: Object.assign(new Form(), { name: 'ann' }) },
      asked: [{ method: 'elicitation/create', params: { mode: 'form', message: 'Who?', requestedSchema } }],
    });
  });

  it.each(['decline', 'cancel'])('may be answered with %s', async (action) => {
    const context = contextOf({ questions: answering({ action }) });
    expect(await context.elicit('who', { message: 'Who?', schema: Form })).toEqual({ action, accepted: false });
  });

  it('send a page to open', async () => {
    const asked: Question[] = [];
    const context = contextOf({ questions: answering({ action: 'accept' }, asked) });
    const answer = await context.elicit('page', { message: 'Open', url: 'https://a.b' });
    expect({ answer, asked }).toEqual({
      answer: { action: 'accept', accepted: true, content: {} },
      asked: [{ method: 'elicitation/create', params: { mode: 'url', message: 'Open', url: 'https://a.b' } }],
    });
  });

  it('ask the model, and give its text', async () => {
    const asked: Question[] = [];
    const content = [{ type: 'text', text: 'a' }, { type: 'image' }, { type: 'text', text: 'b' }];
    const context = contextOf({ questions: answering({ role: 'assistant', content, model: 'm' }, asked) });
    const answer = await context.sample('sum', { messages: 'Hi', maxTokens: 5 });
    expect({ answer, asked }).toEqual({
      answer: { role: 'assistant', content, model: 'm', text: 'ab' },
      asked: [
        {
          method: 'sampling/createMessage',
          params: { maxTokens: 5, messages: [{ role: 'user', content: { type: 'text', text: 'Hi' } }] },
        },
      ],
    });
  });

  it('ask for roots', async () => {
    expect(await contextOf({ questions: answering({ roots: [{ uri: 'file:///a' }] }) }).roots()).toEqual([
      { uri: 'file:///a' },
    ]);
  });

  it.each<[string, Record<string, unknown>, (context: CallContext) => Promise<unknown>, string]>([
    [
      'no action',
      {},
      (context) => context.elicit('a', { message: '', schema: Form }),
      "The client's answer to the elicitation has no known action: accept, decline or cancel.",
    ],
    [
      'a wrong form',
      { action: 'accept', content: { name: 1 } },
      (context) => context.elicit('a', { message: '', schema: Form }),
      "The answer to 'a' does not fit:\n- name: must be a string",
    ],
    [
      'no message',
      {},
      (context) => context.sample('a', { messages: '', maxTokens: 1 }),
      "The client's model gave an answer without role or content.",
    ],
    ['no roots', { roots: 'x' }, (context) => context.roots(), 'The client gave no list of roots.'],
  ])('refuse an answer with %s', async (_title, raw, ask, message) => {
    await expect(ask(contextOf({ questions: answering(raw) }))).rejects.toEqual(new ToolError(message));
  });

  it('have a key each, and may fail without being awaited', async () => {
    const context = contextOf({ questions: answering({ roots: [] }) });
    await context.roots();
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    void context.roots();
    void context.elicit('form', { message: '', schema: NoForm });
    await new Promise((resolve) => setTimeout(resolve, 20));
    process.off('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
    await expect(context.roots()).rejects.toThrow(
      "The question 'roots' has been asked in this call already: give each a key of its own.",
    );
  });
});

describe('messages of a call', () => {
  it('are handed over before it is flushed', async () => {
    const sent: string[] = [];
    const progress = async (value: number): Promise<void> => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      sent.push(`progress ${value}`);
    };
    const context = contextOf({ outbox: { progress } });
    void context.progress(1);
    void context.progress(2);
    await context.flush();
    expect(sent).toEqual(['progress 1', 'progress 2']);
  });

  it('are best effort', async () => {
    const fail = (): never => {
      throw new Error('gone');
    };
    const context = contextOf({ outbox: { progress: fail, log: () => Promise.reject(new Error('gone')) } });
    expect(await Promise.all([context.progress(1), context.log('info', 'a'), context.flush()])).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('are not sent after the call', async () => {
    const progress = jest.fn();
    const lifetime = new CallLifetime();
    lifetime.end('over');
    await contextOf({ outbox: { progress }, lifetime }).progress(1);
    expect(progress).not.toHaveBeenCalled();
  });
});
