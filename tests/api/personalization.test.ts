import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testUserId } from '../../src/api/auth.ts';
import { startReferenceApi, type ReferenceApi } from '../support/reference-api.ts';

const root = '/api/users/personalization';
const sourceId = '0f0e0d0c-0b0a-4908-8706-050403020100';
let api: ReferenceApi;
let january: ReferenceApi;

beforeAll(async () => {
  [api, january] = await Promise.all([startReferenceApi(), startReferenceApi({ release: 'january' })]);
});
afterAll(() => Promise.all([api.close(), january.close()]));

async function call(
  method: string,
  path: string,
  {
    body,
    token,
    on = api,
    headers = {},
  }: {
    body?: unknown;
    token?: string | null;
    on?: ReferenceApi;
    headers?: Record<string, string>;
  } = {},
): Promise<{ status: number; headers: Headers; json: Record<string, unknown> }> {
  const bearer = token === undefined ? on.token : token;
  const response = await fetch(`${on.baseUrl}${path}`, {
    method,
    headers: {
      ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    json: text.startsWith('{') ? (JSON.parse(text) as Record<string, unknown>) : { text },
  };
}

it('a user without a row has the defaults; slashes and verbs are strict', async () => {
  expect((await call('GET', `${root}/`, { token: await api.mintToken({ sub: sourceId }) })).json).toEqual({
    muted_sources: [],
    muted_themes: [],
    muted_topics: [],
    muted_content_types: [],
    hide_paid_content: true,
    hide_non_fr_sources: true,
    language_filter_user_set: false,
  });
  expect((await call('GET', root)).status).toBe(404);
  expect((await call('POST', `${root}/mute-theme/`, { body: { theme: 'x' } })).status).toBe(404);
  const wrongVerb = await call('GET', `${root}/mute-theme`);
  expect([wrongVerb.status, wrongVerb.headers.get('allow')]).toEqual([405, 'POST']);
});

it('muting is set-like, moves to the end, and unfollows a source', async () => {
  await call('POST', `${root}/mute-theme`, { body: { theme: ' Tech ' } });
  await call('POST', `${root}/mute-theme`, { body: { theme: 'sport' } });
  const again = await call('POST', `${root}/mute-theme`, { body: { theme: 'TECH', extra: 1 } });
  expect(again.status).toBe(200);
  expect(again.json['message']).toContain('tech');
  await api.database.query('insert into user_sources (user_id, source_id) values ($1, $2)', [
    testUserId,
    sourceId,
  ]);
  expect(
    (await call('POST', `${root}/mute-source`, { body: { source_id: sourceId } })).json['source_id'],
  ).toBe(sourceId);
  expect(await api.database.query('select 1 from user_sources')).toEqual([]);
  expect((await call('GET', `${root}/`)).json).toMatchObject({
    muted_themes: ['sport', 'tech'],
    muted_sources: [sourceId],
  });
  expect((await call('DELETE', `${root}/unmute-source/${sourceId}`)).status).toBe(200);
  expect((await call('DELETE', `${root}/unmute-theme/never-muted`)).status).toBe(200);
  expect(
    (await call('DELETE', `${root}/unmute-theme/x`, { token: await api.mintToken({ sub: sourceId }) }))
      .status,
  ).toBe(404);
  expect(
    (await call('POST', `${root}/toggle-hide-non-fr-sources`, { body: { hide_non_fr: false } })).json,
  ).toMatchObject({ hide_non_fr_sources: false });
  expect((await call('GET', `${root}/`)).json).toMatchObject({
    hide_non_fr_sources: false,
    language_filter_user_set: true,
  });
});

it('January appends, and cannot unmute themes', async () => {
  await call('POST', `${root}/mute-theme`, { on: january, body: { theme: 'tech' } });
  await call('POST', `${root}/mute-theme`, { on: january, body: { theme: 'tech' } });
  expect((await call('GET', `${root}/`, { on: january })).json['muted_themes']).toEqual(['tech', 'tech']);
  expect((await call('DELETE', `${root}/unmute-theme/tech`, { on: january })).status).toBe(404);
});

describe('credentials come before the body', () => {
  const answer = async (authorization: string | null) => {
    const { status, json } = await call('POST', `${root}/mute-source`, {
      token: null,
      body: '{}',
      headers: authorization === null ? {} : { authorization },
    });
    return [status, json['detail']];
  };
  it('none, empty, another scheme', async () => {
    expect(await answer(null)).toEqual([403, 'Not authenticated']);
    expect(await answer('Bearer ')).toEqual([403, 'Not authenticated']);
    expect(await answer('Basic abc')).toEqual([403, 'Invalid authentication credentials']);
  });
  it('malformed, expired, of another audience, unconfirmed', async () => {
    const invalid = [401, expect.stringMatching(/^Invalid token: /)];
    expect(await answer('Bearer no-jwt')).toEqual(invalid);
    expect(await answer(`Bearer ${await api.mintToken({ expiresIn: -10 })}`)).toEqual(invalid);
    expect(await answer(`Bearer ${await api.mintToken({ aud: 'anon' })}`)).toEqual(invalid);
    expect(await answer(`Bearer ${await january.mintToken()}`)).toEqual(invalid);
    expect(await answer(`Bearer ${await api.mintToken({ email_confirmed_at: null })}`)).toEqual([
      403,
      'Email not confirmed',
    ]);
  });
  it('keys that cannot be fetched', async () => {
    const blind = await startReferenceApi({ faults: ['signing-keys-unavailable'] });
    try {
      const { status, json } = await call('GET', `${root}/`, { on: blind });
      expect([status, json['detail']]).toEqual([501, expect.stringMatching(/^Auth configuration error: /)]);
    } finally {
      await blind.close();
    }
  });
});

it('bad bodies are told as FastAPI tells them', async () => {
  const details = async (body: unknown) =>
    (await call('POST', `${root}/mute-source`, { body })).json['detail'];
  expect(await details({ source_id: 'abc' })).toMatchObject([
    { type: 'uuid_parsing', loc: ['body', 'source_id'], input: 'abc' },
  ]);
  expect(await details({})).toMatchObject([{ type: 'missing', loc: ['body', 'source_id'], input: {} }]);
  expect(await details('{')).toMatchObject([{ type: 'json_invalid' }]);
  expect(await details('[1]')).toMatchObject([{ type: 'model_attributes_type', loc: ['body'] }]);
  expect((await call('POST', `${root}/mute-theme`, { body: { theme: 3 } })).json['detail']).toMatchObject([
    { type: 'string_type' },
  ]);
  expect((await call('DELETE', `${root}/unmute-source/abc`)).json['detail']).toMatchObject([
    { type: 'uuid_parsing', loc: ['path', 'source_id'] },
  ]);
  expect((await call('POST', `${root}/mute-content-type`, { body: { content_type: 'film' } })).status).toBe(
    400,
  );
});

it("a violated key is told in the driver's words with CORS headers, a crash without", async () => {
  const broken = await startReferenceApi({ faults: ['profile-not-created'] });
  try {
    const headers = { origin: 'https://app.example' };
    const handled = await call('POST', `${root}/mute-topic`, { on: broken, body: { topic: 'x' }, headers });
    expect(handled.status).toBe(500);
    expect(handled.json['detail']).toMatch(
      /^Erreur lors du masquage du topic: \(psycopg\.errors\.ForeignKeyViolation\).*"user_personalization_user_id_fkey"/s,
    );
    expect(handled.headers.get('access-control-allow-origin')).toBe('*');
    await broken.database.query('drop table user_personalization');
    const unhandled = await call('GET', `${root}/`, { on: broken, headers });
    expect(unhandled.json).toEqual({ detail: 'Internal Server Error', error_type: expect.any(String) });
    expect(unhandled.headers.get('access-control-allow-origin')).toBeNull();
  } finally {
    await broken.close();
  }
});

it('preflights, health and OpenAPI', async () => {
  const preflight = await call('OPTIONS', `${root}/mute-theme`, {
    token: null,
    headers: {
      origin: 'https://app.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization',
    },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect((await call('GET', '/api/health', { token: null })).json).toMatchObject({
    status: 'ok',
    probe: 'liveness',
  });
  expect((await call('GET', '/api/health/ready', { token: null })).json).toMatchObject({
    status: 'ready',
    database: 'connected',
    probe: 'readiness',
  });
  expect((await call('GET', '/api/health/pool', { token: null })).json).toMatchObject({
    status: 'ok',
    capacity: 10,
  });
  expect((await call('GET', '/openapi.json', { token: null })).json['paths']).toHaveProperty(
    '/api/users/personalization/mute-source',
  );
});
