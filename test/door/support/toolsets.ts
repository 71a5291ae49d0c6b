import {
  Catch,
  HttpException,
  Inject,
  Injectable,
  Scope,
  UseFilters,
  UseGuards,
  UseInterceptors,
  UsePipes,
  type ArgumentsHost,
  type CallHandler,
  type CanActivate,
  type ExceptionFilter,
  type ExecutionContext,
  type NestInterceptor,
  type PipeTransform,
} from '@nestjs/common';
import { REQUEST } from '@nestjs/core';
import { IsInt, IsOptional, IsString } from 'class-validator';
import type { Request } from 'express';
import { map, type Observable } from 'rxjs';
import {
  McpContext,
  Principal,
  Prompt,
  Public,
  Resource,
  Scopes,
  Tool,
  ToolError,
  Toolset,
} from '../../../src/index.js';

class EchoInput {
  @IsString() text!: string;
  @IsOptional() @IsInt() count?: number;
}

/** What code of an HTTP application looks at: everything that Express and passport add to a request, by its value. */
function look(request: Request): object {
  const { ip, ips, hostname, host, protocol, secure, query, originalUrl, url, baseUrl, path, params, method } = request;
  const { user, route, body, xhr, subdomains, headers } = request as Request & { user?: Principal };
  return {
    ...{ ip, ips, hostname, host, protocol, secure, query, originalUrl, url, baseUrl, path, method, xhr, subdomains },
    params: typeof params === 'object' && { ...params },
    body: typeof body,
    headers: Object.keys(headers).sort(),
    got: [request.get('host'), request.get('X-Custom'), request.header('content-type')],
    negotiated: [request.accepts('json', 'html'), request.is('json'), request.acceptsLanguages('en')],
    user: user && [user instanceof Principal, user.subject],
    route: (route as { path?: string } | undefined)?.path,
    trusts: request.app.get('trust proxy'),
    paired: request.res?.req === request,
    locals: typeof request.res?.locals,
    fresh: request.fresh,
  };
}

const requestIn = (context: ArgumentsHost): Request => context.switchToHttp().getRequest<Request>();

@Injectable()
class LookingGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = requestIn(context) as Request & { seen?: object };
    request.seen = look(request);
    return request.get('X-Refuse') === undefined;
  }
}

@Injectable()
class LookingInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = requestIn(context) as Request & { seen?: object };
    return next.handle().pipe(map((value) => ({ value, ip: request.ip, seen: request.seen })));
  }
}

@Catch()
class LookingFilter implements ExceptionFilter {
  catch(error: unknown, host: ArgumentsHost): void {
    const { originalUrl, ip } = requestIn(host);
    const response = host.switchToHttp().getResponse<{ status(code: number): { json(body: object): void } }>();
    const status = error instanceof HttpException ? error.getStatus() : 500;
    response.status(status).json({ message: `Filtered ${status} at ${originalUrl} for ${ip}` });
  }
}

@Injectable()
class UpperCasePipe implements PipeTransform {
  transform(value: unknown): unknown {
    const { text } = (value ?? {}) as { text?: unknown };
    return typeof text === 'string' ? { ...(value as object), text: text.toUpperCase() } : value;
  }
}

@Injectable({ scope: Scope.REQUEST })
class Visit {
  constructor(@Inject(REQUEST) private readonly request: Request) {}

  describe(): object {
    return look(this.request);
  }
}

@Toolset()
@Public()
class PlainToolset {
  @Tool({ description: 'Repeats.' })
  echo({ text }: EchoInput): string {
    return text;
  }

  @Tool({ description: 'Says who calls.' })
  who(context: McpContext): object {
    return { subject: context.principal.subject, method: context.principal.method };
  }

  @Tool({ description: 'Fails as it should.' })
  fails(): never {
    throw new ToolError('There is no such order.');
  }

  @Tool({ description: 'Fails as it should not.' })
  breaks(): never {
    throw new Error('the database has no such table');
  }

  @Tool({ description: 'Answers after the turn of the loop.' })
  async later({ text }: EchoInput): Promise<string> {
    await new Promise((resolve) => setTimeout(resolve, 3));
    return `later ${text}`;
  }

  @Tool({ description: 'Writes.' })
  @Scopes('orders:write')
  write(): string {
    return 'written';
  }

  @Prompt({ description: 'Greets.' })
  greet(): string {
    return 'Hello';
  }

  @Resource({ uri: 'plain://it', description: 'It.' })
  it(): string {
    return 'it';
  }
}

@Toolset()
@Public()
@UseGuards(LookingGuard)
class GuardedToolset {
  @Tool({ description: 'Says what interceptors see.' })
  @UseInterceptors(LookingInterceptor)
  looked({ text }: EchoInput): string {
    return text;
  }

  @Tool({ description: 'Fails in front of a filter.' })
  @UseFilters(LookingFilter)
  filtered(): never {
    throw new HttpException('raw', 418);
  }

  @Tool({ description: 'Shouts.' })
  @UsePipes(UpperCasePipe)
  shouted({ text }: EchoInput): string {
    return text;
  }
}

@Toolset()
@Public()
class VisitToolset {
  constructor(private readonly visit: Visit) {}

  @Tool({ description: 'Says what request-scoped providers see.' })
  visited(): object {
    return this.visit.describe();
  }
}

/** Every kind of capability that looks at its request. */
export const fixed = { providers: [PlainToolset, GuardedToolset, VisitToolset, Visit] };
