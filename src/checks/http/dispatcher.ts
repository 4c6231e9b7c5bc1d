import type { Socket } from 'node:net';
import type { Dispatcher } from 'undici';
import Agent from 'undici/lib/dispatcher/agent.js';
import buildConnector from 'undici/lib/core/connect.js';
import type { ApiOptions } from './api.ts';
import { isLoopback } from './loopback.ts';
import { proxyFor } from './proxy.ts';

/** What happened to the connection that one request opened; all null when it used one that stood already. `performance.now()` each. */
export interface ConnectionTimes {
  began: number | null;
  lookedUp: number | null;
  connected: number | null;
  secured: number | null;
  remoteAddress: string | null;
}

export interface TimedDispatcher {
  /** A dispatcher for one request; what it opens is written into `times`. */
  readonly timed: (times: ConnectionTimes) => Pick<Dispatcher, 'dispatch'>;
  readonly destroy: () => Promise<void>;
}

/** One pool of connections for a run, over a proxy where the environment names one for this origin. */
export async function openDispatcher(options: Pick<ApiOptions, 'origin' | 'timeoutMs' | 'ca' | 'insecure' | 'environment'>): Promise<TimedDispatcher> {
  const tls = { ...(options.ca !== null && { ca: options.ca }), rejectUnauthorized: !options.insecure };
  const origin = new URL(options.origin);
  if (!isLoopback(origin.hostname) && proxyFor(origin, options.environment) !== null) {
    const { default: EnvHttpProxyAgent } = await import('undici/lib/dispatcher/env-http-proxy-agent.js');
    // It reads the process's own variables, as every other client on the machine does.
    const agent = new EnvHttpProxyAgent({ requestTls: tls });
    return { timed: () => agent, destroy: () => agent.destroy() };
  }

  const connect = buildConnector({ ...tls, timeout: options.timeoutMs, autoSelectFamily: true, allowH2: false });
  // A request that finds no free connection opens one while it is dispatched: at once, or, with a body, in the microtask
  // after. The first of these is then the one that connects. (Async context would say so too, at the price of slower promises.)
  const dispatching: ConnectionTimes[] = [];
  const agent = new Agent({
    // A server that ends an idle connection just as a mute is sent would look like a reset: ours are given up first.
    keepAliveTimeout: 1_000,
    keepAliveMaxTimeout: 1_000,
    connect: (target, callback) => {
      const [times] = dispatching;
      if (times !== undefined) times.began = performance.now();
      // The connector returns its socket at once, which its type does not say; the callback comes when it stands.
      const socket = connect(target, callback) as unknown as Socket | undefined;
      if (times !== undefined && socket !== undefined) watch(socket, times);
    },
  });
  return {
    timed: (times) => ({
      dispatch: (request, handler) => {
        dispatching.unshift(times);
        try {
          return agent.dispatch(request, handler);
        } finally {
          dispatching.shift();
          dispatching.push(times);
          queueMicrotask(() => dispatching.splice(dispatching.indexOf(times), 1));
        }
      },
    }),
    destroy: () => agent.destroy(),
  };
}

function watch(socket: Socket, times: ConnectionTimes): void {
  socket.once('lookup', () => (times.lookedUp = performance.now()));
  socket.once('connect', () => {
    times.connected = performance.now();
    times.remoteAddress = socket.remoteAddress ?? null;
  });
  socket.once('secureConnect', () => (times.secured = performance.now()));
}
