import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Listens on loopback and passes everything to `port` there and back, each way half of `delayMs` later. */
export async function far(port: number, delayMs: number): Promise<{ server: Server; port: number }> {
  const server = createServer((near) => {
    const there = connect(port, '127.0.0.1');
    pass(near, there, delayMs / 2);
    pass(there, near, delayMs / 2);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

function pass(from: Socket, to: Socket, delayMs: number): void {
  from.setNoDelay();
  from.on('data', (chunk) => setTimeout(() => to.writable && to.write(chunk), delayMs));
  from.on('end', () => setTimeout(() => to.end(), delayMs));
  from.on('error', () => to.destroy());
}
