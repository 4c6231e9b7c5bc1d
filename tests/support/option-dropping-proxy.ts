import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

export interface DroppingProxy {
  /** The same database through the proxy. */
  readonly url: string;
  stop(): Promise<void>;
}

const protocol3 = 196_608;
/** What passes; as in Supavisor, the rest of a start-up is dropped without a word. */
const kept = ['user', 'database', 'application_name', 'client_encoding'];

/**
 * Passes everything on, but for what a client asks for as it connects. `connections` is how many it accepts
 * before it turns all others away.
 */
export async function startDroppingProxy(
  target: URL,
  { connections = Number.POSITIVE_INFINITY }: { readonly connections?: number } = {},
): Promise<DroppingProxy> {
  const open = new Set<Socket>();
  let accepted = 0;
  const server = createServer((client) => {
    accepted += 1;
    if (accepted > connections) return void client.destroy();
    const upstream = connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        upstream.destroy();
      });
    }
    upstream.pipe(client);
    let head = Buffer.alloc(0);
    const opening = (chunk: Buffer): void => {
      head = Buffer.concat([head, chunk]);
      while (head.length >= 8 && head.length >= head.readInt32BE(0)) {
        const length = head.readInt32BE(0);
        const isStartup = head.readInt32BE(4) === protocol3;
        upstream.write(isStartup ? withoutOptions(head.subarray(8, length)) : head.subarray(0, length));
        head = head.subarray(length);
        if (!isStartup) continue;
        client.off('data', opening);
        if (head.length > 0) upstream.write(head);
        client.pipe(upstream);
        return;
      }
    };
    client.on('data', opening);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
  };
}

/** A start-up message of the parameters that pass. Source: PostgreSQL manual, 55.7, StartupMessage. */
function withoutOptions(parameters: Buffer): Buffer {
  const words = parameters.toString('utf8').split('\0');
  const pairs = words.flatMap((name, index) =>
    index % 2 === 0 && kept.includes(name) ? [name, words[index + 1] ?? ''] : [],
  );
  const body = Buffer.from(`${pairs.map((word) => `${word}\0`).join('')}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(8 + body.length, 0);
  head.writeInt32BE(protocol3, 4);
  return Buffer.concat([head, body]);
}
