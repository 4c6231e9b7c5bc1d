import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A pooler in session mode. */
export interface Pooler {
  /** The database's URL, through the pooler. */
  readonly url: string;
  close(): Promise<void>;
}

/** What a client may say at the start of a session; anything else is dropped without a word. */
const passed = new Set(['user', 'database', 'application_name', 'client_encoding']);
const encryptionRequests = new Set([80_877_103, 80_877_104]);
const cancelRequest = 80_877_102;

/** Hands sessions on to the database, but not the settings that a client asks for at their start. */
export async function startDroppingPooler(databaseUrl: string): Promise<Pooler> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname);
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    upstream.pipe(client);
    handOn(client, upstream);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(databaseUrl);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, 'close');
    },
  };
}

/**
 * The client's first message is a startup packet: its length, a code, and pairs of texts that end with NUL.
 */
function handOn(client: Socket, upstream: Socket): void {
  let begun = Buffer.alloc(0);
  const read = (chunk: Buffer): void => {
    begun = Buffer.concat([begun, chunk]);
    while (begun.length >= 8 && begun.length >= begun.readInt32BE(0)) {
      const packet = begun.subarray(0, begun.readInt32BE(0));
      const code = packet.readInt32BE(4);
      begun = begun.subarray(packet.length);
      if (encryptionRequests.has(code)) {
        client.write('N');
        continue;
      }
      client.off('data', read);
      upstream.write(code === cancelRequest ? packet : withoutOptions(packet));
      upstream.write(begun);
      client.pipe(upstream);
      return;
    }
  };
  client.on('data', read);
}

function withoutOptions(packet: Buffer): Buffer {
  const texts = packet.toString('utf8', 8).split('\0');
  const pairs: string[] = [];
  for (let index = 0; index + 1 < texts.length && texts[index] !== ''; index += 2) {
    if (passed.has(texts[index]!)) pairs.push(texts[index]!, texts[index + 1]!);
  }
  const body = Buffer.from(`${pairs.join('\0')}\0\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + head.length, 0);
  packet.copy(head, 4, 4, 8);
  return Buffer.concat([head, body]);
}
