/** An event as a browser would dispatch it. */
export interface StrictEvent {
  readonly type: string;
  readonly data: string;
  readonly id?: string;
}

/** Reads a whole event stream by the letter of the HTML standard: CR, LF and CRLF all end a line. */
export function strictEvents(stream: string): StrictEvent[] {
  const events: StrictEvent[] = [];
  let fields: [string, string][] = [];
  for (const line of stream.split(/\r\n|\r|\n/)) {
    if (line === '') {
      if (fields.length > 0) events.push(eventOf(fields));
      fields = [];
    } else if (!line.startsWith(':')) {
      const [, name = '', value = ''] = /^([^:]*):? ?(.*)$/s.exec(line)!;
      fields.push([name, value]);
    }
  }
  return events;
}

function eventOf(fields: readonly [string, string][]): StrictEvent {
  const unknown = fields.filter(([name]) => !['event', 'data', 'id', 'retry'].includes(name));
  if (unknown.length > 0) throw new Error(`A line of the stream is no field: ${JSON.stringify(unknown)}`);
  const values = (wanted: string): string[] => fields.filter(([name]) => name === wanted).map(([, value]) => value);
  const [id] = values('id');
  return {
    type: values('event').at(-1) ?? 'message',
    data: values('data').join('\n'),
    ...(id !== undefined && { id }),
  };
}
