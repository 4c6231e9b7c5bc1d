import type http from 'node:http';
import type https from 'node:https';
import type { Socket } from 'node:net';
import { Readable } from 'node:stream';
import { lookingUp } from './look-up.ts';
import {
  plainHeaders,
  tlsOptions,
  type ConnectionTimes,
  type Transport,
  type TransportOptions,
} from './transport.ts';
import { bareHost } from './loopback.ts';

/**
 * Straight to the origin with node's own client: undici has to be loaded and its parser compiled first, which
 * takes most of a short run (ARCHITECTURE.md, "Decisions"). And node's own sockets say which request opened
 * them.
 */
export function openDirect(options: TransportOptions, client: typeof http | typeof https): Transport {
  const { hostname, port } = new URL(options.origin);
  const host = bareHost(hostname);
  // A server that ends an idle connection just as a mute is sent would look like a reset: ours are given up
  // first.
  const shared = { ...tlsOptions(options), ...lookingUp(options.resolve ?? null) };
  const agent = new client.Agent({ keepAlive: true, timeout: 1_000, ...shared });
  const single = new client.Agent({ keepAlive: false, ...shared });
  return {
    exchange: ({ method, path, headers, body, signal, fresh = false }, times) =>
      new Promise((resolve, reject) => {
        const request = client.request({
          agent: fresh ? single : agent,
          host,
          port,
          method,
          path,
          headers: { ...headers, ...(body !== null && { 'content-length': Buffer.byteLength(body) }) },
          signal,
        });
        request.once('socket', (socket) => watch(socket, request.reusedSocket, times));
        request.once('response', (answer) => {
          const status = answer.statusCode ?? 0;
          // After an unhandled error uvicorn closes the connection, and does not say so.
          if (status >= 500) request.shouldKeepAlive = false;
          resolve({ status, headers: plainHeaders(answer.headers), body: answer });
        });
        // Nobody asked for another protocol: the status alone is the answer. Without a listener node closes
        // the connection and says nothing at all.
        request.once('upgrade', ({ statusCode = 101, headers: plain }, socket) => {
          socket.destroy();
          resolve({ status: statusCode, headers: plainHeaders(plain), body: Readable.from([]) });
        });
        // However a connection ends, its request has ended; after an answer or an error this says nothing.
        request.once('close', () => reject(new Error('the connection was closed without an answer')));
        // Not once: a connection may fail again after its answer has begun, and the body then says so.
        request.on('error', reject);
        request.end(body ?? undefined);
      }),
    close: () => {
      agent.destroy();
      single.destroy();
    },
  };
}

function watch(socket: Socket, stoodAlready: boolean, times: ConnectionTimes): void {
  if (stoodAlready) {
    times.reused = true;
    times.remoteAddress = socket.remoteAddress ?? null;
    return;
  }
  times.began = performance.now();
  socket.once('lookup', () => (times.lookedUp = performance.now()));
  socket.once('connect', () => {
    times.connected = performance.now();
    times.remoteAddress = socket.remoteAddress ?? null;
  });
  socket.once('secureConnect', () => (times.secured = performance.now()));
}
