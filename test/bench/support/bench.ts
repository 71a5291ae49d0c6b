import type { ChildProcess } from 'node:child_process';

/** What the benchmark's modules offer, which are plain JavaScript. */
export interface Comparison {
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
}

export interface BenchRequest {
  readonly method: string;
}

export interface Outcome {
  readonly calls: number;
  readonly ms: number;
  readonly perSecond: number;
}

interface Load {
  run(ms: number, inFlight?: number): Promise<Outcome>;
  begin(): Promise<void>;
  close(): void;
}

interface Place {
  readonly port: number;
  readonly path?: string;
  readonly era?: string;
  readonly connections?: number;
  readonly headers?: object;
}

type Head = Readonly<{ status: number; text: string }>;

const load = <Module extends object>(path: string): Module =>
  jest.requireActual<Module>(`../../../bench/lib/${path}.mjs`);

export const { compare, median } = load<{
  compare(values: readonly number[], reference: readonly number[]): Comparison;
  median(values: readonly number[]): number;
}>('stats');

export const { tabulate, target } = load<{
  tabulate(head: object, candidates: readonly object[], results: readonly object[]): { rows: readonly object[] };
  target(name: string, table: object, id: string, against: string, rule: string, limit: number): object;
}>('table');

export const { echo, list } = load<{ echo: BenchRequest; list(size: number): BenchRequest }>('requests');

export const { WrongAnswerError } = load<{ WrongAnswerError: new () => Error }>('wrong-answer.error');

export const { HttpLoad } = load<{ HttpLoad: new (request: BenchRequest, place: Place) => Load }>('load/http.load');

export const { StdioLoad } = load<{ StdioLoad: new (child: ChildProcess) => Load }>('load/stdio.load');

export const { SseLoad } = load<{ SseLoad: new (place: Place, size: number) => Load }>('load/sse.load');

export const { ResponseReader } = load<{
  ResponseReader: new (onAnswer: (body: Buffer, head: Head) => void) => { push(chunk: Buffer): void };
}>('load/response.reader');
