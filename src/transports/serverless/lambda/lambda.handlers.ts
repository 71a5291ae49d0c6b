import { FunctionApplication, type Boot } from '../function.application.js';
import { bufferedHandler, type Handler } from './buffered.handler.js';
import { streamingHandler, type StreamHandler } from './streaming.handler.js';

export interface LambdaHandlers {
  /** For API Gateway, function URLs and load balancers: gives its answer as a whole. */
  readonly handler: Handler;
  /** For function URLs and REST APIs that stream: the answer goes out while it comes. */
  readonly streamHandler: StreamHandler;
  /** Lets running calls finish, and ends the application. */
  close(this: void): Promise<void>;
}

/**
 * The handlers of a Lambda function that serves an application. It is started by the first request.
 *
 * @example
 * ```ts
 * export const { handler, streamHandler } = toLambda(() => NestFactory.create(AppModule, { bodyParser: false }));
 * ```
 */
export function toLambda(boot: Boot): LambdaHandlers {
  const application = new FunctionApplication(boot);
  return {
    handler: bufferedHandler(application),
    streamHandler: streamingHandler(application),
    close: () => application.close(),
  };
}
