const UPDATED = 'notifications/resources/updated';

interface Message {
  readonly method?: string;
  readonly params?: { readonly uri?: string };
}

/**
 * Takes out of the event stream of a subscription, which the SDK's handler has opened, what its caller may not hear of
 * any more: the SDK knows what was subscribed to and not who may still see it.
 */
export function withHeardUpdates(answer: Response, mayHear: (uri: string) => Promise<boolean>): Response {
  if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer;
  const decoder = new TextDecoder();
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    // The SDK writes event by event.
    async transform(event, controller) {
      const uri = updatedIn(decoder.decode(event));
      if (uri === undefined || (await mayHear(uri).catch(() => false))) controller.enqueue(event);
    },
  });
  answer.body.pipeTo(writable).catch(() => undefined);
  return new Response(readable, { status: answer.status, headers: answer.headers });
}

function updatedIn(event: string): string | undefined {
  const [, data] = /^data: (\{.*\})$/m.exec(event) ?? [];
  if (data === undefined || !data.includes(UPDATED)) return undefined;
  const { method, params } = JSON.parse(data) as Message;
  return method === UPDATED ? params?.uri : undefined;
}
