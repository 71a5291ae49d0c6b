import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import type { Express } from 'express';

interface ExpressApplication extends Express {
  handle(request: IncomingMessage, response: ServerResponse): void;
}

/** Express has been told of these prototypes; what is injected has others underneath. */
type Part = 'request' | 'response';

/**
 * The application's Express, for requests that came over no connection. Express gives every request and response its own
 * prototypes, which rest on those of Node's HTTP server and would take what is injected its methods. A second face of the
 * same application has copies that rest on the injected ones; whoever listens besides is not touched.
 *
 * @throws TypeError for an application on another platform
 */
export function injectedExpress(app: INestApplication): RequestListener {
  const adapter = app.getHttpAdapter();
  if (adapter.getType() !== 'express') throw new TypeError('A function needs a Nest application on Express');
  const express = adapter.getInstance() as ExpressApplication;
  let face: ExpressApplication | undefined;
  return (request, response) => {
    face ??= Object.create(express, {
      request: { value: restingOn(express, 'request', request) },
      response: { value: restingOn(express, 'response', response) },
    }) as ExpressApplication;
    face.handle(request, response);
  };
}

function restingOn(express: ExpressApplication, part: Part, injected: object): object {
  const shared = Object.getPrototypeOf(express[part]) as object;
  const copy: unknown = Object.create(
    Object.getPrototypeOf(injected) as object,
    Object.getOwnPropertyDescriptors(shared),
  );
  return Object.create(copy as object, Object.getOwnPropertyDescriptors(express[part])) as object;
}
