import type { Exchange } from '../../http/exchange/exchange.ts';
import type { Connection } from '../probes/connection.ts';
import type { Health } from '../probes/health.ts';
import type { Observation, Sample } from '../probes/observation.ts';
import type { Platform } from '../probes/platform.ts';
import { exampleAnswer, exampleFailure } from '../../http/examples/exchanges.ts';

/** Evidence for the checks' examples: a healthy deployment, to be broken in one place. */

/** An answer to `GET path`. `body` is JSON, or a text as it is. */
export function answered(
  path: string,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): Exchange {
  const type = typeof body === 'string' ? 'text/plain' : 'application/json';
  return exampleAnswer(path, status, body, { headers: { 'content-type': type, ...headers } });
}

/** No answer to `GET path`. */
export function refused(path: string): Exchange {
  const message = 'connect ECONNREFUSED 127.0.0.1:8000';
  return exampleFailure(path, { layer: 'tcp', code: 'ECONNREFUSED', message });
}

const identity = { version: '1.4.0', environment: 'production' };
export const liveBody = { status: 'ok', ...identity, probe: 'liveness' };
export const readyBody = { status: 'ready', ...identity, database: 'connected', probe: 'readiness' };
export const pendingBody = {
  status: 'not_ready',
  ...identity,
  database: 'connected',
  migrations: 'pending',
  migration_head: '1a2b3c4d5e6f',
  migration_current: 'a8da35e3c12b',
  probe: 'readiness',
};

/** Health routes of a healthy deployment, some of them replaced. */
export function healthWith(changed: Partial<Health> = {}): Health {
  return {
    liveness: answered('/api/health', 200, liveBody),
    readiness: answered('/api/health/ready', 200, readyBody),
    pool: answered('/api/health/pool', 200, {
      status: 'ok',
      size: 10,
      checked_in: 8,
      checked_out: 2,
      overflow: -8,
      max_overflow: 10,
      capacity: 20,
      usage_pct: 10,
    }),
    classification: answered('/api/health/classification', 200, { status: 'ok' }),
    canary: answered('/api/users/personalization/', 403, { detail: 'Not authenticated' }),
    canaryIsDefault: true,
    canaryHadToken: false,
    localNetwork: 'not-checked',
    ...changed,
  };
}

export function connectionWith(changed: Partial<Connection> = {}): Connection {
  return {
    scheme: 'https',
    host: 'api.example',
    port: 443,
    proxy: null,
    insecure: false,
    families: [
      {
        family: 4,
        addresses: ['192.0.2.1'],
        lookupCode: null,
        tried: '192.0.2.1',
        connected: true,
        code: null,
        untriedBecause: null,
        milliseconds: 9,
      },
      {
        family: 6,
        addresses: ['2001:db8::1'],
        lookupCode: null,
        tried: '2001:db8::1',
        connected: true,
        code: null,
        untriedBecause: null,
        milliseconds: 9,
      },
    ],
    certificate: certificateWith(),
    certificateFailure: null,
    observedAt: '2026-01-26T09:00:00.000Z',
    ...changed,
  };
}

export function certificateWith(
  changed: Partial<NonNullable<Connection['certificate']>> = {},
): NonNullable<Connection['certificate']> {
  return {
    subject: 'api.example',
    issuer: 'Example CA',
    names: ['DNS:api.example'],
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2026-04-01T00:00:00.000Z',
    chainError: null,
    nameError: null,
    ...changed,
  };
}

export function sampleAt(atMs: number, changed: Partial<Sample> = {}): Sample {
  return {
    atMs,
    path: '/api/health',
    status: 200,
    edge: false,
    failure: null,
    state: 'good',
    ...identity,
    commit: null,
    instance: null,
    uptimeSeconds: null,
    milliseconds: 8,
    ...changed,
  };
}

/** A window that ran to its end; without samples, none was asked for. */
export function windowOf(...samples: readonly Sample[]): Observation {
  return { windowMs: samples.at(-1)?.atMs ?? 0, samples: [...samples], stopped: null };
}

export function platformWith(changed: Partial<Platform> = {}): Platform {
  return {
    onRailway: true,
    source: 'command',
    refusal: null,
    deployment: {
      id: 'd1',
      status: 'SUCCESS',
      createdAt: '2026-01-26T08:00:00Z',
      commit: '0123456789abcdef',
      instances: ['RUNNING'],
      restarts: 0,
    },
    bypass: { own: null, ownIsTheService: false, service: null, serviceSeen: true },
    ...changed,
  };
}
