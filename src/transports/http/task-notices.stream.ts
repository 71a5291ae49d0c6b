import type { TaskNoticeStream } from '../../mcp/index.js';

/** Weaves the notices of tasks into the event stream of a subscription, which the SDK's handler has opened. */
export function withTaskNotices(answer: Response, notices: TaskNoticeStream): Response {
  if (!answer.body || !answer.headers.get('content-type')?.startsWith('text/event-stream')) return answer;
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  let acknowledged = false;
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      controller.enqueue(encoder.encode(amended(decoder.decode(chunk, { stream: true }), notices)));
      if (acknowledged) return;
      // The acknowledgement is the first event of a subscription.
      acknowledged = true;
      notices.start((notice) =>
        controller.enqueue(encoder.encode(`event: message\ndata: ${JSON.stringify(notice)}\n\n`)),
      );
    },
  });
  const stop = (): void => notices.stop();
  answer.body.pipeTo(writable).then(stop, stop);
  return new Response(readable, { status: answer.status, headers: answer.headers });
}

function amended(events: string, notices: TaskNoticeStream): string {
  return events.replace(/^data: (\{.*\})$/gm, (line, data: string) => {
    const message = JSON.parse(data) as object;
    const changed = notices.amend(message);
    return changed === message ? line : `data: ${JSON.stringify(changed)}`;
  });
}
