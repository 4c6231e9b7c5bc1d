import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a route answers: status and JSON body (a string is plain text), or a listener for anything odder. */
export type Route =
  | readonly [status: number, body: unknown, headers?: Record<string, string>]
  | RequestListener;

export interface HealthServer {
  readonly origin: string;
  /** May be changed while the server runs. */
  readonly routes: Record<string, Route>;
  /** Ends listening and every connection, as a crash does. */
  stop(): Promise<void>;
  /** Listens on the same port again. */
  start(): Promise<void>;
}

const identity = { version: '1.4.0', environment: 'production' };

/** Routes of a healthy deployment. */
export const healthyRoutes: Readonly<Record<string, Route>> = {
  '/api/health': [200, { status: 'ok', ...identity, probe: 'liveness' }],
  '/api/health/ready': [200, { status: 'ready', ...identity, database: 'connected', probe: 'readiness' }],
  '/api/health/pool': [
    200,
    {
      status: 'ok',
      size: 10,
      checked_in: 9,
      checked_out: 1,
      overflow: -9,
      max_overflow: 10,
      capacity: 20,
      usage_pct: 5,
    },
  ],
  '/api/health/classification': [200, { status: 'ok' }],
  '/api/users/personalization/': [403, { detail: 'Not authenticated' }],
};

/** A real server on a free port of 127.0.0.1, healthy but for `changed`. */
export async function startHealthServer(changed: Record<string, Route> = {}): Promise<HealthServer> {
  const routes: Record<string, Route> = { ...healthyRoutes, ...changed };
  let server: Server | null = null;
  let port = 0;
  const listener: RequestListener = (request, answer) => {
    const route = routes[request.url ?? ''] ?? [404, { detail: 'Not Found' }];
    if (typeof route === 'function') return route(request, answer);
    const [status, body, headers = {}] = route;
    const text = typeof body === 'string';
    answer.writeHead(status, { 'content-type': text ? 'text/plain' : 'application/json', ...headers });
    answer.end(text ? body : JSON.stringify(body));
  };
  const start = async (): Promise<void> => {
    const next = createServer(listener);
    await new Promise<void>((resolve, reject) => {
      next.once('error', reject);
      next.listen(port, '127.0.0.1', resolve);
    });
    port = (next.address() as AddressInfo).port;
    server = next;
  };
  const stop = async (): Promise<void> => {
    const running = server;
    server = null;
    if (running === null) return;
    await new Promise<void>((resolve) => {
      running.close(() => resolve());
      running.closeAllConnections();
    });
  };
  await start();
  return { origin: `http://127.0.0.1:${port}`, routes, start, stop };
}
