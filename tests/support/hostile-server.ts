import { createServer, type AddressInfo, type Socket } from 'node:net';

/** One request as it came over a connection. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  /** The credentials behind `Bearer`, or nothing. */
  readonly bearer: string;
  /** Request line and headers, as they came. */
  readonly head: string;
}

/** Answers one request on its connection in whatever way it likes, or not at all. */
export type Manner = (socket: Socket, asked: Asked) => void;

/**
 * A server that speaks HTTP only as far as its manner does: requests are read, nothing is answered by itself.
 */
export async function startHostileServer(
  manner: Manner,
): Promise<{ readonly origin: string; readonly close: () => Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    let waiting = '';
    socket.on('data', (chunk) => {
      waiting += chunk.toString('latin1');
      for (;;) {
        const end = waiting.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(waiting.slice(0, end))?.[1] ?? 0);
        if (end < 0 || waiting.length < end + 4 + length) return;
        const [, method = '', path = ''] = /^(\S+) (\S+)/.exec(waiting) ?? [];
        const bearer = /authorization: bearer (\S+)/i.exec(waiting.slice(0, end))?.[1] ?? '';
        const head = waiting.slice(0, end);
        waiting = waiting.slice(end + 4 + length);
        manner(socket, { method, path, bearer, head });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A whole answer with its length. */
export function answer(
  socket: Socket,
  status: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): void {
  const lines = Object.entries({ 'content-length': String(Buffer.byteLength(body)), ...headers }).map(
    ([name, value]) => `${name}: ${value}\r\n`,
  );
  socket.write(`HTTP/1.1 ${status}\r\n${lines.join('')}\r\n`);
  socket.write(body);
}

const preferences = {
  muted_sources: [],
  muted_themes: ['sport'],
  muted_topics: [],
  muted_content_types: [],
  hide_paid_content: true,
  hide_non_fr_sources: true,
  language_filter_user_set: false,
};

/** Well-behaved for whoever reads and unmutes; muting is left to another manner. */
export function kindToReaders(otherwise: Manner): Manner {
  return (socket, asked) => {
    const json = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
    if (asked.bearer === '' && asked.method !== 'OPTIONS')
      answer(socket, '401 Unauthorized', json, '{"detail":"Not authenticated"}');
    else if (asked.method === 'GET' && asked.path.endsWith('/'))
      answer(socket, '200 OK', json, JSON.stringify(preferences));
    else if (asked.method === 'DELETE') answer(socket, '200 OK', json, '{"message":"ok","source_id":"1"}');
    else otherwise(socket, asked);
  };
}
