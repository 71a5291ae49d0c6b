type Texts = Readonly<Record<string, string | undefined>>;
type Lists = Readonly<Record<string, readonly string[] | undefined>>;

/** What every event has that stands for an HTTP request. */
interface HttpEvent {
  readonly headers?: Texts | null;
  readonly body?: string | null;
  readonly isBase64Encoded?: boolean;
}

/** API Gateway HTTP API with payload format 2.0, and function URLs. */
export interface PayloadV2Event extends HttpEvent {
  readonly version: '2.0';
  readonly routeKey: string;
  readonly rawPath: string;
  readonly rawQueryString?: string;
  readonly cookies?: readonly string[];
  readonly pathParameters?: Texts | null;
  readonly requestContext: {
    readonly stage: string;
    readonly domainName?: string;
    readonly http: { readonly method: string; readonly sourceIp: string };
    readonly authorizer?: { readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> } } | null;
  };
}

/** API Gateway REST API, and HTTP API with payload format 1.0. */
export interface PayloadV1Event extends HttpEvent {
  readonly resource: string;
  readonly path: string;
  readonly httpMethod: string;
  readonly multiValueHeaders?: Lists | null;
  readonly queryStringParameters?: Texts | null;
  readonly multiValueQueryStringParameters?: Lists | null;
  readonly pathParameters?: Texts | null;
  readonly requestContext: {
    readonly stage: string;
    readonly domainName?: string;
    readonly identity: { readonly sourceIp: string };
    readonly authorizer?: { readonly claims?: Readonly<Record<string, unknown>> } | null;
  };
}

/** Application Load Balancer; its target group decides whether headers and queries have one value or several. */
export interface AlbEvent extends HttpEvent {
  readonly path: string;
  readonly httpMethod: string;
  readonly multiValueHeaders?: Lists | null;
  readonly queryStringParameters?: Texts | null;
  readonly multiValueQueryStringParameters?: Lists | null;
  readonly requestContext: { readonly elb: { readonly targetGroupArn: string } };
}

/** An event by whom it comes from. */
export type Sourced =
  | { readonly source: 'v2'; readonly event: PayloadV2Event }
  | { readonly source: 'v1'; readonly event: PayloadV1Event }
  | { readonly source: 'alb'; readonly event: AlbEvent };

/** The function was invoked with something that stands for no HTTP request. */
class UnknownEventError extends Error {
  override readonly name = 'UnknownEventError';

  constructor(event: unknown) {
    const members = typeof event === 'object' && event !== null ? Object.keys(event).join(', ') : typeof event;
    super(
      `This function takes HTTP requests from API Gateway (HTTP and REST API), a function URL or an Application Load Balancer. This event is none of them: ${members.slice(0, 200)}`,
    );
  }
}

/** @throws UnknownEventError */
export function sourceOf(event: unknown): Sourced {
  const { version, httpMethod, requestContext } = (event ?? {}) as Partial<Record<string, unknown>>;
  const context = (requestContext ?? {}) as Partial<Record<string, unknown>>;
  if (version === '2.0' && context['http'] !== undefined) return { source: 'v2', event: event as PayloadV2Event };
  if (httpMethod !== undefined && context['elb'] !== undefined) return { source: 'alb', event: event as AlbEvent };
  if (httpMethod !== undefined && context['identity'] !== undefined) {
    return { source: 'v1', event: event as PayloadV1Event };
  }
  throw new UnknownEventError(event);
}
