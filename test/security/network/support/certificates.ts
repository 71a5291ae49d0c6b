import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type PeerCertificate } from 'node:tls';

/** A certificate on disk that can be exchanged, as whoever renews certificates does. */
export class Certificate {
  private readonly folder = mkdtempSync(join(tmpdir(), 'polyport-tls-'));
  readonly certFile = join(this.folder, 'tls.crt');
  readonly keyFile = join(this.folder, 'tls.key');

  constructor(name: string) {
    this.renew(name);
  }

  get settings(): Record<string, string> {
    return { TLS_CERT_FILE: this.certFile, TLS_KEY_FILE: this.keyFile };
  }

  /** Writes a new key and a certificate for it, signed by itself. */
  renew(name: string): void {
    const [cert, key] = this.made(name);
    writeFileSync(this.certFile, cert);
    writeFileSync(this.keyFile, key);
  }

  /** Writes a certificate to which the key does not belong. */
  mismatch(name: string): void {
    writeFileSync(this.certFile, this.made(name)[0]);
  }

  spoil(): void {
    writeFileSync(this.certFile, 'no certificate');
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }

  private made(name: string): [Buffer, Buffer] {
    const [cert, key] = [join(this.folder, 'new.crt'), join(this.folder, 'new.key')];
    const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-x509', '-days', '2'];
    const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
    execFileSync('openssl', ['req', ...kind, ...subject, '-keyout', key, '-out', cert], { stdio: 'ignore' });
    return [readFileSync(cert), readFileSync(key)];
  }
}

/** The name on the certificate that new connections get. */
export function servedName(port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      const { subject }: PeerCertificate = socket.getPeerCertificate();
      socket.destroy();
      resolve(String(subject.CN));
    });
    socket.on('error', reject);
  });
}
