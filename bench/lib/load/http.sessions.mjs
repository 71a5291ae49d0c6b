import { checkMessage, messagesIn } from '../answer.checker.mjs';
import { FIRST_ID, httpRequestOf, initialize, initialized } from '../requests.mjs';
import { WrongAnswerError } from '../wrong-answer.error.mjs';
import { ExchangeConnection } from './exchange.connection.mjs';

async function beginOne(connection, options) {
  const { text, body } = await connection.ask(httpRequestOf(initialize, options)(FIRST_ID));
  checkMessage(messagesIn(body)[0], FIRST_ID, initialize);
  const id = /\r\nmcp-session-id: *([^\r]+)/i.exec(text)?.[1];
  if (id === undefined) throw new WrongAnswerError('it has begun no session', text);
  const headers = { 'Mcp-Session-Id': id };
  const told = httpRequestOf(initialized, { ...options, headers: { ...options.headers, ...headers } })();
  const { status } = await connection.ask(told);
  if (status !== 202) throw new WrongAnswerError(`the status of a notification is ${status}`, text);
  return headers;
}

/** Shakes hands for some sessions of Streamable HTTP. Resolves to the headers that each of them is called with. */
export async function beginSessions(count, options) {
  const connection = await ExchangeConnection.open(options.port);
  try {
    const sessions = [];
    while (sessions.length < count) sessions.push(await beginOne(connection, options));
    return sessions;
  } finally {
    connection.close();
  }
}
