import { isIP } from 'node:net';
import { bareHost } from './loopback.ts';

/**
 * Whether a port that does not answer plain http shakes hands in TLS, whoever's certificate it shows. Nothing
 * is sent over the connection. Never rejects.
 */
export async function speaksTls(origin: string, signal: AbortSignal, timeoutMs = 2_000): Promise<boolean> {
  // Loaded here: hardly any run has to ask.
  const { connect } = await import('node:tls');
  const { hostname, port } = new URL(origin);
  const host = bareHost(hostname);
  return new Promise((resolve) => {
    const socket = connect({
      host,
      port: Number(port || '80'),
      rejectUnauthorized: false,
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const end = (spoke: boolean): void => {
      signal.removeEventListener('abort', giveUp);
      socket.destroy();
      resolve(spoke);
    };
    const giveUp = (): void => end(false);
    signal.addEventListener('abort', giveUp, { once: true });
    socket.setTimeout(timeoutMs, giveUp);
    socket.on('error', giveUp);
    socket.once('secureConnect', () => end(true));
  });
}
