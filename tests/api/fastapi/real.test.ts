import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '../../../src/api/database/embedded.ts';
import { rawExchange, type RawRequest } from '../../support/raw-exchange.ts';
import { startReferenceApi, type ReferenceApi } from '../../support/reference-api.ts';

/** Debian's own first: it is the one that sees Debian's packages. */
const python = ['/usr/bin/python3', 'python3'].find(
  (program) => spawnSync(program, ['-c', 'import fastapi, uvicorn'], { stdio: 'ignore' }).status === 0,
);
if (python === undefined) {
  console.log('Skipped: the comparison with a real FastAPI application needs python3-fastapi and uvicorn.');
}

const root = '/api/users/personalization';
const json = { 'content-type': 'application/json' };
const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
const origin = { origin: 'https://app.example' };
const preflight = { ...origin, 'access-control-request-method': 'POST' };
const theme = (body: string, headers: Record<string, string> = json): RawRequest => ({
  method: 'POST',
  path: `${root}/mute-theme`,
  headers,
  body,
});
const source = (source_id: unknown): RawRequest => ({
  ...theme(JSON.stringify({ source_id })),
  path: `${root}/mute-source`,
});
const paid = (value: string): RawRequest => ({
  ...theme(`{"hide_paid":${value}}`),
  path: `${root}/toggle-paid-content`,
});
const unmute = (rest: string, headers: Record<string, string> = json): RawRequest => ({
  method: 'DELETE',
  path: `${root}/unmute-${rest}`,
  headers,
});
const anonymous = { authorization: '' };

/** What the framework's versions agree on; the wording of a 422 is not among it. */
const requests: Readonly<Record<string, RawRequest>> = {
  'DELETE, declared as JSON, without a body': unmute('theme/a'),
  'an id without hyphens': source(id.replaceAll('-', '')),
  'an id in braces': source(`{${id}}`),
  'an id as a URN': source(`urn:uuid:${id}`),
  'no id': source('abc'),
  'no id in the path': unmute('source/abc'),
  'a boolean in words': paid('"yes"'),
  'a boolean as a number': paid('0'),
  'no boolean': paid('"maybe"'),
  'nothing where JSON should be': theme(''),
  'broken JSON': theme('{"theme":'),
  'a broken escape': theme('{"theme":"\\x"}'),
  'lists in lists': theme('['.repeat(100_000)),
  'another type': theme('{"theme":"a"}', { 'content-type': 'text/plain' }),
  'JSON of another name': theme('{"theme":"a"}', { 'content-type': 'application/problem+json' }),
  'NaN beside the field': theme('{"theme":"a","more":NaN}'),
  'no credentials, and a wrong body': theme('{}', { ...json, ...anonymous }),
  'no credentials, and a broken body': theme('{', { ...json, ...anonymous }),
  'no credentials, and a wrong path': unmute('source/abc', anonymous),
  'another scheme': { method: 'GET', path: `${root}/`, headers: { authorization: 'Basic YTpi' } },
  'no slash': { method: 'GET', path: root },
  'a slash too many': { ...theme('{"theme":"a"}'), path: `${root}/mute-theme/` },
  'an encoded slash': unmute('theme/a%2Fb'),
  'nothing to unmute': unmute('theme/'),
  'no UTF-8': unmute('theme/%FF'),
  'the wrong verb': { method: 'GET', path: `${root}/mute-theme` },
  'POST of health': { method: 'POST', path: '/api/health', headers: { 'content-type': 'x' }, body: '{' },
  'HEAD of health': { method: 'HEAD', path: '/api/health' },
  'a preflight': { method: 'OPTIONS', path: `${root}/mute-theme`, headers: preflight },
  'a preflight of another verb': {
    method: 'OPTIONS',
    path: root,
    headers: { ...origin, 'access-control-request-method': 'BREW' },
  },
  'OPTIONS that is no preflight': { method: 'OPTIONS', path: `${root}/mute-theme`, headers: origin },
  'a simple request of a website': { method: 'GET', path: '/api/health', headers: origin },
};

describe.skipIf(python === undefined)('the real framework', () => {
  let real: { readonly baseUrl: string; readonly child: ChildProcess };
  let api: ReferenceApi;
  beforeAll(async () => {
    api = await startReferenceApi();
    // There every user has a row.
    await ask(theme('{"theme":"a"}'), api);
    const port = await freePort();
    const file = fileURLToPath(new URL('../../support/fastapi/application.py', import.meta.url));
    const child = spawn(python!, [file, String(port)], { stdio: 'ignore' });
    real = { baseUrl: `http://127.0.0.1:${port}`, child };
    for (const until = Date.now() + 20_000; Date.now() < until; await pause(50)) {
      if (await fetch(`${real.baseUrl}/api/health`).catch(() => null)) return;
    }
    throw new Error('The real application did not start.');
  });
  afterAll(async () => {
    await api.close();
    const ended = once(real.child, 'close');
    real.child.kill('SIGKILL');
    await ended;
  });

  const ask = async (request: RawRequest, { baseUrl, token }: { baseUrl: string; token: string }) => {
    const headers = { authorization: `Bearer ${token}`, ...request.headers };
    const answer = await rawExchange(baseUrl, { ...request, headers });
    const names = ['allow', 'access-control-allow-origin', 'connection', 'content-type', 'server'];
    return {
      status: answer.status,
      closed: answer.closed,
      headers: names.map((name) => answer.headers[name]),
    };
  };
  const alike = async (asked: RawRequest, askedHere = asked): Promise<void> => {
    const there = await ask(asked, { baseUrl: real.baseUrl, token: 'sound' });
    expect(await ask(askedHere, api)).toEqual(there);
  };

  it.each(Object.entries(requests))('%s is answered alike', async (_what, request) => alike(request));

  it('an unhandled error ends the connection alike', async () => {
    // Here the driver refuses the half of a pair, which the product handles; there it is in the answer.
    await alike(
      theme('{"theme":"\\ud800"}', { ...json, ...origin }),
      theme('{"theme":NaN}', { ...json, ...origin }),
    );
  });
});
