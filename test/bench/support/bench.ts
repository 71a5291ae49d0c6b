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
  readonly used?: Readonly<{ server: number; load: number }>;
}

type Meter = () => Readonly<{ server: number; load: number }>;

interface Load {
  run(ms: number, meter?: Meter | number): Promise<Outcome>;
  begin(): Promise<void>;
  close(): void;
}

interface Place {
  readonly port: number;
  readonly path?: string;
  readonly era?: string;
  readonly connections?: number;
  readonly headers?: object;
  readonly addresses?: number;
  readonly headersOf?: (index: number) => object;
}

type Head = Readonly<{ status: number; text: string }>;

const load = <Module extends object>(path: string): Module =>
  jest.requireActual<Module>(`../../../bench/lib/${path}.mjs`);

export const { compare, median } = load<{
  compare(values: readonly number[], reference: readonly number[]): Comparison;
  median(values: readonly number[]): number;
}>('stats');

interface Table {
  readonly measure: string;
  readonly reason?: string;
  readonly rows: readonly object[];
}

export const { tabulate, target, information, fastest } = load<{
  tabulate(head: object, candidates: readonly object[], results: readonly object[]): Table;
  target(name: string, table: object, id: string, against: string, rule: string, limit: number): object;
  information(name: string, table: object, id: string, against: string): object;
  fastest(results: readonly object[], ids: readonly string[]): string | undefined;
}>('table');

export const { issuer } = load<{ issuer(): Promise<Record<'headers' | 'env', Record<string, string>>> }>('issuer');

export const { RequestBytes, FIRST_ADDRESS } = load<{
  FIRST_ADDRESS: string;
  RequestBytes: new (textOf: (id: number) => string) => { withId(id: number): Buffer; from(index: number): void };
}>('load/request.bytes');

export const { chart } = load<{ chart(results: object): string }>('report/chart');

export const { resultsPage } = load<{ resultsPage(groups: readonly object[]): string }>('report/results.page');

export const { echo, list } = load<{ echo: BenchRequest; list(size: number): BenchRequest }>('requests');

export const { WrongAnswerError } = load<{ WrongAnswerError: new () => Error }>('wrong-answer.error');

export const { HttpLoad } = load<{ HttpLoad: new (request: BenchRequest, place: Place) => Load }>('load/http.load');

export const { StdioLoad } = load<{ StdioLoad: new (child: ChildProcess) => Load }>('load/stdio.load');

export const { SseLoad } = load<{ SseLoad: new (place: Place, size: number) => Load }>('load/sse.load');

export const { ResponseReader } = load<{
  ResponseReader: new (onAnswer: (body: Buffer, head: Head) => void) => { push(chunk: Buffer): void };
}>('load/response.reader');
