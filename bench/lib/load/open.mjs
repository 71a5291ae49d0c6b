import { connect } from 'node:net';
import { once } from 'node:events';

/** A loopback connection without delay for small packets. */
export async function open(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  return socket;
}
