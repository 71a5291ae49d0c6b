import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

interface Report {
  readonly order: string;
  readonly issuer: string;
  readonly fetches: number;
}

/** oidc-provider in a process of its own. */
export class IdentityProvider {
  private constructor(
    private readonly child: ChildProcess,
    readonly issuer: string,
  ) {}

  static async start(): Promise<IdentityProvider> {
    const child = fork(join(__dirname, '..', 'fixtures', 'identity-provider.mjs'), { stdio: 'ignore' });
    const [{ issuer }] = (await once(child, 'message')) as [Report];
    return new IdentityProvider(child, issuer);
  }

  /** Signs with another key from now on. */
  async rotate(): Promise<void> {
    await this.order('rotate');
  }

  /** How often the keys were fetched. */
  async fetches(): Promise<number> {
    return (await this.order('count')).fetches;
  }

  async stop(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.disconnect();
    await ended;
  }

  private async order(order: string): Promise<Report> {
    const reported = once(this.child, 'message') as Promise<[Report]>;
    this.child.send(order);
    return (await reported)[0];
  }
}
