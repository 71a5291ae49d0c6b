import { ProtocolError, ToolError } from '../../contract/errors.js';
import { CallSuspended, InputRequired, type Question } from '../../invocation/index.js';
import { type Answers, RoundTripQuestions } from './round-trip-questions.js';

const everything = { elicitation: {}, sampling: {}, roots: {} };
const form: Question = { method: 'elicitation/create', params: { mode: 'form', message: 'Sure?' } };
const roots: Question = { method: 'roots/list', params: {} };
const seal = (answers: Answers): Promise<string> => Promise.resolve(`sealed ${JSON.stringify(answers)}`);
/** What ends the call. */
const suspensionOf = (questions: RoundTripQuestions): Promise<InputRequired> =>
  new Promise((resolve) => questions.onSuspended(resolve));
const read = (raw: unknown): Promise<unknown> => Promise.resolve(raw);

describe('RoundTripQuestions', () => {
  it('gives the answers that came along', async () => {
    const questions = new RoundTripQuestions(everything, { confirm: { action: 'accept' } }, seal);
    expect(await questions.ask('confirm', form, read)).toEqual({ action: 'accept' });
  });

  it('ends the call with all questions of one turn and the answers used so far, then unwinds the method', async () => {
    const questions = new RoundTripQuestions(everything, { first: { roots: [] }, unused: {} }, seal);
    await questions.ask('first', roots, read);
    const suspension = suspensionOf(questions);
    const asked = [questions.ask('confirm', form, read), questions.ask('roots', roots, read)];
    expect(await suspension).toEqual(
      new InputRequired({
        resultType: 'input_required',
        inputRequests: { confirm: form, roots },
        requestState: 'sealed {"first":{"roots":[]}}',
      }),
    );
    const outcomes = await Promise.allSettled(asked);
    expect(outcomes).toEqual([
      { status: 'rejected', reason: new CallSuspended() },
      { status: 'rejected', reason: new CallSuspended() },
    ]);
  });

  it('asks again when an answer does not fit', async () => {
    const questions = new RoundTripQuestions(everything, { confirm: { action: 'maybe' } }, seal);
    const refuse = (): Promise<never> => Promise.reject(new ToolError('no'));
    const suspension = suspensionOf(questions);
    questions.ask('confirm', form, refuse).catch(() => undefined);
    expect((await suspension).result).toMatchObject({ inputRequests: { confirm: form } });
  });

  it.each<[string, Question, object]>([
    ['a form', form, { elicitation: { form: {} } }],
    ['a page', { ...form, params: { mode: 'url' } }, { elicitation: { url: {} } }],
    ['the model', { method: 'sampling/createMessage', params: {} }, { sampling: {} }],
    ['the roots', roots, { roots: {} }],
  ])('refuses to ask for %s what the request does not declare', async (_name, question, requiredCapabilities) => {
    const questions = new RoundTripQuestions({}, {}, seal);
    const error: unknown = await questions.ask('key', question, read).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ProtocolError);
    expect(error).toMatchObject({ code: -32021, data: { requiredCapabilities } });
  });

  it('takes no answer from the prototype of the answers', async () => {
    const questions = new RoundTripQuestions(everything, {}, seal);
    const suspension = suspensionOf(questions);
    questions.ask('constructor', form, read).catch(() => undefined);
    expect((await suspension).result).toMatchObject({ inputRequests: { constructor: form } });
  });
});
