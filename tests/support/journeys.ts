import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';

/** How often a client waited for the other side: what a distance makes slow. */
export interface Journeys {
  /** The same database through a relay that counts. */
  readonly url: string;
  /** Of each connection: messages to the server, each behind an answer or at the beginning. */
  readonly counted: () => readonly number[];
  stop(): Promise<void>;
}

export async function countJourneys(target: URL): Promise<Journeys> {
  const counts: number[] = [];
  const server = createServer((client) => {
    const nth = counts.push(0) - 1;
    const upstream = connect(Number(target.port), target.hostname);
    let answered = true;
    client.on('data', (chunk) => {
      if (answered) counts[nth] = (counts[nth] ?? 0) + 1;
      answered = false;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk) => {
      answered = true;
      client.write(chunk);
    });
    for (const [one, other] of [
      [client, upstream],
      [upstream, client],
    ] as const)
      one.on('error', () => other.destroy()).on('close', () => other.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = new URL(target);
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    counted: () => counts,
    stop: async () => {
      server.close();
      await once(server, 'close');
    },
  };
}
