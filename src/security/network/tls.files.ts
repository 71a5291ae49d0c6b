import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Settings } from '../../config/index.js';
import { BootError } from '../../mcp/contract/index.js';

/** A certificate chain and its key, in PEM, and the oldest TLS that is spoken with them. */
export interface TlsFiles {
  readonly minVersion: 'TLSv1.2';
  readonly cert: Buffer;
  readonly key: Buffer;
}

/** The files of the certificate cannot be used. */
class TlsFilesError extends BootError {
  override readonly name = 'TlsFilesError';

  constructor({ tlsCertFile, tlsKeyFile }: Settings, options: { cause: unknown }) {
    const { code, message } = options.cause as NodeJS.ErrnoException;
    const why = code === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH' ? 'the key does not belong to the certificate' : message;
    super(
      `TLS_CERT_FILE=${tlsCertFile} and TLS_KEY_FILE=${tlsKeyFile} cannot be used: ${why}; both are to be PEM, the certificate with its chain`,
      options,
    );
  }
}

/**
 * Reads the certificate, if there is to be one.
 *
 * @throws TlsFilesError where certificate and key cannot be read or do not belong together
 */
export function readTlsFiles(settings: Settings): TlsFiles | undefined {
  const { tlsCertFile, tlsKeyFile } = settings;
  if (tlsCertFile === undefined || tlsKeyFile === undefined) return undefined;
  try {
    const files: TlsFiles = { minVersion: 'TLSv1.2', cert: readFileSync(tlsCertFile), key: readFileSync(tlsKeyFile) };
    createSecureContext({ ...files });
    return files;
  } catch (cause) {
    throw new TlsFilesError(settings, { cause });
  }
}
