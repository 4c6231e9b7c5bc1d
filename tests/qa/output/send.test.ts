import { afterEach, expect, it, vi } from 'vitest';
import type { App } from '../../../src/qa/command.ts';
import { push } from '../../../src/qa/output/push.ts';
import { send } from '../../../src/qa/output/send.ts';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { exampleReport } from '../../support/example-report.ts';
import { ownProcesses } from '../../support/own-processes.ts';

afterEach(() => void vi.unstubAllGlobals());

/** A gateway that gives one answer, and notes what it was sent. */
function gateway(answer: () => Response) {
  const asked: { readonly url: string; readonly init: RequestInit }[] = [];
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return answer();
  });
  return asked;
}

it.each<[string, string, string, string | undefined]>([
  ['a name and a password', 'https://m%40e:p%3Aw@host:9091', 'https://host:9091', 'm@e:p:w'],
  ['a password alone', 'https://:pw@host', 'https://host', ':pw'],
  ['a name alone', 'https://me@host/', 'https://host', undefined],
  ['nobody, at a path', 'https://host/a//', 'https://host/a', undefined],
])('a gateway of %s is sent the metrics at its place', async (_, to, place, login) => {
  const asked = gateway(() => new Response('', { status: 202 }));
  const secrets = createSecrets();
  expect(await push(exampleReport(), to, { secrets })).toBeNull();
  expect(asked).toEqual([
    {
      url: `${place}/metrics/job/qa-verify-mute/instance@base64/cHJvZA`,
      init: {
        method: 'PUT',
        headers: {
          'content-type': 'text/plain; version=0.0.4',
          ...(login !== undefined && { authorization: `Basic ${Buffer.from(login).toString('base64')}` }),
        },
        body: expect.stringContaining('probe_success'),
        redirect: 'error',
        signal: expect.any(AbortSignal),
      },
    },
  ]);
});

it('the password of a gateway is a secret', async () => {
  gateway(() => new Response('hush-hush'));
  const secrets = createSecrets();
  await push(exampleReport(), 'https://me:hush-hush@host', { secrets });
  expect(secrets.redact('hush-hush')).toBe('[redacted]');
});

it.each<[string, () => Response, string]>([
  [
    'refuses',
    () => new Response(` ${'x'.repeat(300)} `, { status: 400 }),
    `The Pushgateway host:9091 refused the metrics with 400: ${'x'.repeat(200)}`,
  ],
  [
    'is not there',
    () => {
      throw new Error('nobody listens');
    },
    'The metrics could not be pushed to host:9091: nobody listens.',
  ],
])('of a gateway that %s it is said what went wrong, and the run is not green', async (_, answer, said) => {
  gateway(answer);
  const { app, told } = appOf();
  expect(await send(exampleReport(), { push: 'https://me:pw@host:9091' }, app)).toBe(false);
  expect(told).toEqual([said]);
});

function appOf(environment: Record<string, string> = {}) {
  const told: string[] = [];
  const io: App['io'] = { environment, cwd: '/', processes: ownProcesses, readStdin: async () => '' };
  const app = { io, secrets: createSecrets(), say: (line: string) => void told.push(line) };
  return { app, told };
}

it('where nobody else is told, nothing is sent, and that is no failure', async () => {
  const asked = gateway(() => new Response(''));
  const { app, told } = appOf();
  expect(await send(exampleReport(), {}, app)).toBe(true);
  expect(await send(exampleReport(), { push: 'https://host' }, app)).toBe(true);
  expect(asked).toHaveLength(1);
  expect(told).toEqual([]);
});

it('a receiver that cannot be told fails a run that named it, and none that a variable did', async () => {
  const flag = appOf();
  expect(await send(exampleReport(), { otlp: 'no address' }, flag.app)).toBe(false);
  const variable = appOf({ OTEL_EXPORTER_OTLP_ENDPOINT: 'no address' });
  expect(await send(exampleReport(), {}, variable.app)).toBe(true);
  for (const { told } of [flag, variable]) {
    expect(told).toEqual([expect.stringMatching(/^(OpenTelemetry's|The telemetry) .+\.$/)]);
  }
});
