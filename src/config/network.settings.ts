import { IsOptional } from 'class-validator';
import { IpRanges, ProxyTrust, ReadableFile } from './edge.decorators.js';
import { Flag, WholeNumber } from './scalar.decorators.js';
import { ThrottlingSettings } from './throttling.settings.js';

/** Who may connect, and how. */
export abstract class NetworkSettings extends ThrottlingSettings {
  /** Addresses that may use the endpoints, as CIDR ranges; `undefined` for all. */
  @IsOptional() @IpRanges('10.0.0.0/8,2001:db8::/32') readonly ipAllowlist?: readonly string[];

  /** Proxies whose `X-Forwarded-*` is believed: how many in a row, or their CIDR ranges; `undefined` for none. */
  @IsOptional() @ProxyTrust('10.0.0.0/8') readonly trustProxy?: number | readonly string[];

  /** Certificate chain in PEM, to serve HTTPS; read again when it changes. */
  @IsOptional() @ReadableFile('/run/secrets/tls.crt') readonly tlsCertFile?: string;

  /** Private key of the certificate in PEM; read again when it changes. */
  @IsOptional() @ReadableFile('/run/secrets/tls.key') readonly tlsKeyFile?: string;

  /** Whether requests must come over HTTPS; `undefined` where other machines can reach `host`. */
  @IsOptional() @Flag('true') readonly requireHttps?: boolean;

  /** Connections open at the same time. */
  @WholeNumber({ min: 1, max: 1_000_000, example: 10_000 }) readonly maxConnections: number = 10_000;
}
