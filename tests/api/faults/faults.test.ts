import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApi } from '../../../src/api/app.ts';
import { createIssuer, type Issuer } from '../../../src/api/auth.ts';
import { faults, findFault } from '../../../src/api/faults/index.ts';
import type { Release } from '../../../src/api/release.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';
import { preferencesOf, type Answered } from '../../support/preferences-client.ts';

type Client = ReturnType<typeof preferencesOf>;

const sourceId = '0f0e0d0c-0b0a-4908-8706-050403020100';

let database: FreshDatabase;
let issuer: Issuer;
beforeAll(async () => {
  [database, issuer] = await Promise.all([freshDatabase(), createIssuer()]);
});
afterAll(() => database.close());

/** An API with these faults, and a user of its own; all share one database. */
async function ill(
  names: readonly string[],
  look: (client: Client, baseUrl: string) => Promise<void>,
  release: Release = 'current',
): Promise<void> {
  const app = await createApi({ databaseUrl: database.url, issuer, faults: names, release });
  try {
    const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
    await look(preferencesOf({ baseUrl, token: await issuer.mintToken({ sub: randomUUID() }) }), baseUrl);
  } finally {
    await app.close();
  }
}

const facts = ({ status, headers }: Answered, ...names: string[]): unknown[] => [
  status,
  ...names.map((name) => headers.get(name)),
];

/** One request to an API that is ill in one way: what it is, and what must be in the answer. */
const answers: readonly (readonly [string, (client: Client) => Promise<Answered>, number, RegExp])[] = [
  ['gateway-page', ({ read }) => read(), 502, /<center>nginx/],
  ['gateway-page=cloudflare-522', ({ read }) => read(), 522, /Ray ID/],
  ['gateway-page=cloudflare-challenge', ({ ask }) => ask('GET', '/api/health'), 403, /Just a moment/],
  ['gateway-page=alb-503', ({ mute }) => mute('theme', 'a'), 503, /Service Temporarily Unavailable/],
  ['other-host', ({ read }) => read(), 200, /id="root"/],
  ['other-host=railway-404', ({ ask }) => ask('GET', '/api/health'), 404, /Application not found/],
  ['other-host=foreign-fastapi', ({ ask }) => ask('GET', '/api/health'), 404, /^{"detail":"Not Found"}$/],
  ['refused-posts', ({ mute }) => mute('theme', 'a'), 503, /^<!DOCTYPE html>/],
  ['refused-posts=500-empty', ({ mute }) => mute('theme', 'a'), 500, /^$/],
  ['refused-posts', ({ read }) => read(), 200, /muted_themes/],
  ['nested-error', ({ mute }) => mute('theme', 'a'), 500, /^(?:{"error":){5000}/],
  ['long-traceback', ({ mute }) => mute('theme', 'a'), 500, /^Traceback.{3200,3600}AttributeError: .*\n$/s],
  ['health-page', ({ ask }) => ask('GET', '/api/health/ready'), 200, /^<!DOCTYPE html>/],
  ['health-body=spring', ({ ask }) => ask('GET', '/api/health/ready'), 200, /"db":{"status":"DOWN"}/],
  ['health-body=aspnet-text', ({ ask }) => ask('GET', '/api/health/ready'), 200, /^Unhealthy$/],
  ['foreign-health=empty-204', ({ ask }) => ask('GET', '/api/health'), 204, /^$/],
  ['renamed-field', ({ mute }) => mute('source', sourceId), 422, /"loc":\["body","sourceId"\]/],
  ['rejected-uuid', ({ mute }) => mute('source', sourceId), 422, /"int_parsing"/],
  ['failing-writes', ({ mute }) => mute('theme', 'a'), 500, /"error_type":"TypeError"/],
  ['rejected-mute=theme', ({ mute }) => mute('theme', 'a'), 500, /masquage/],
  ['rejected-mute=theme', ({ mute }) => mute('topic', 'a'), 200, /masqué/],
  ['missing-unmute=worded', ({ unmute }) => unmute('theme', 'a'), 404, /Cette route/],
  [
    'missing-unmute=worded',
    ({ ask }) => ask('PUT', '/api/users/personalization/unmute-theme/a'),
    404,
    /Cette route/,
  ],
  ['unauthorised-writes', ({ mute }) => mute('theme', 'a'), 401, /Could not validate credentials/],
  ['unauthorised-writes', ({ read }) => read(), 200, /muted_themes/],
  ['credentials-rejected=403', ({ read }) => read(), 403, /Could not validate credentials/],
  ['extra-fields', ({ read }) => read(), 200, /"served_by"/],
  ['control-sequences', ({ mute }) => mute('theme', 'a'), 500, /\\u001b\[2J/],
  ['unexpected-shape=several', ({ read }) => read(), 200, /"hide_paid_content":"yes"/],
  ['null-pool', ({ ask }) => ask('GET', '/api/health/pool'), 200, /"capacity":0/],
];

it.each(answers)('%s is answered as it should not be: %#', async (name, request, status, text) => {
  await ill([name], async (client) => {
    const answer = await request(client);
    expect([answer.status, answer.text]).toEqual([status, expect.stringMatching(text)]);
  });
});

it('every fault says what is wrong, and takes what it says that it takes', () => {
  for (const [name, { summary, settings }] of Object.entries(faults)) {
    expect([name, summary]).toEqual([name, expect.stringMatching(/^[A-Z].*\.$/)]);
    if (Array.isArray(settings))
      for (const value of settings) expect(findFault(`${name}=${value}`).setting).toBe(value);
  }
  expect(() => findFault('lost-mutes')).toThrow(/no fault "lost-mutes"/);
  expect(() => findFault('lost-mute=1')).toThrow(/has no setting/);
  expect(() => findFault('replica-lag=soon')).toThrow(/whole number of milliseconds, such as 800/);
  expect(() => findFault('gateway-page=iis')).toThrow(/nginx-502, .*challenge/);
});

it('faults compose: a cache before a replica that lags', async () => {
  await ill(['cached-list=200', 'replica-lag=400'], async ({ read, mute, themes }) => {
    expect(facts(await read(), 'x-cache', 'age')).toEqual([200, 'Miss from cloudfront', null]);
    await mute('theme', 'a');
    expect(facts(await read(), 'cf-cache-status', 'age')).toEqual([200, 'HIT', '0']);
    await pause(210);
    expect(facts(await read(), 'cf-cache-status')).toEqual([200, 'MISS']);
    await pause(410);
    expect(await themes()).toEqual(['a']);
  });
});

it('a replica shows what was written after its lag, and not before', async () => {
  await ill(['replica-lag=300'], async ({ mute, unmute, themes }) => {
    await mute('theme', 'a');
    expect(await themes()).toEqual([]);
    await pause(310);
    expect(await themes()).toEqual(['a']);
    await unmute('theme', 'a');
    expect(await themes()).toEqual(['a']);
  });
});

it('caches of two workers: what is read comes and goes, in the same order for the same seed', async () => {
  const looks = async (): Promise<number[]> => {
    const seen: number[] = [];
    await ill(['worker-caches=2000'], async ({ read, mute, themes }) => {
      await read();
      await mute('theme', 'a');
      for (let look = 0; look < 6; look += 1) seen.push((await themes()).length);
    });
    return seen;
  };
  const first = await looks();
  expect(first).toContain(0);
  expect(first).toContain(1);
  expect(await looks()).toEqual(first);
});

it('what is accepted is stored later, in the order in which it came', async () => {
  await ill(['accepted-later=200'], async ({ mute, unmute, themes }) => {
    expect((await mute('theme', 'a')).status).toBe(202);
    await mute('theme', 'b');
    await unmute('theme', 'a');
    expect(await themes()).toEqual([]);
    await pause(400);
    expect(await themes()).toEqual(['b']);
  });
});

it('a list in pages, in an order of its own, or in another spelling', async () => {
  await ill(['paged-list=2', 'other-spelling'], async ({ ask, read, mute }) => {
    for (const theme of ['a-1', 'b', 'c']) await mute('theme', theme);
    const first = await read();
    expect(first.json).toMatchObject({ muted_themes: ['a_1', 'b'], page: 1, pages: 2, has_more: true });
    const next = /^<([^>]+)>; rel="next"$/.exec(first.headers.get('link') ?? '')?.[1];
    expect((await ask('GET', next ?? '')).json).toMatchObject({ muted_themes: ['c'], has_more: false });
  });
  await ill(['shuffled-lists'], async ({ mute, themes }) => {
    const all = ['a', 'b', 'c', 'd', 'e'];
    for (const theme of all) await mute('theme', theme);
    const looks = [await themes(), await themes(), await themes()];
    expect(new Set(looks.map((look) => look.join())).size).toBeGreaterThan(1);
    for (const look of looks) expect(look.toSorted()).toEqual(all);
  });
});

it('a mute that takes what is not its own', async () => {
  await ill(['replacing-mute'], async ({ mute, read }) => {
    for (const theme of ['a', 'b']) await mute('theme', theme);
    await mute('topic', 'c');
    expect((await read()).json).toMatchObject({ muted_themes: ['b'], muted_topics: ['c'] });
  });
  await ill(['replacing-mute=row', 'foreign-values'], async ({ mute, read }) => {
    await mute('topic', 'c');
    await mute('theme', 'a');
    expect((await read()).json).toMatchObject({ muted_themes: [], muted_content_types: ['youtube'] });
  });
  await ill(['resetting-flags'], async ({ mute, read }) => {
    await mute('theme', 'a');
    expect((await read()).json).toMatchObject({ hide_paid_content: false, hide_non_fr_sources: false });
  });
});

it('limits: so many requests a second, so many before the token dies', async () => {
  await ill(['rate-limited=3'], async ({ read }) => {
    const statuses = [await read(), await read(), await read(), await read()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    expect((await read()).headers.get('retry-after')).toBe('1');
    await pause(1_010);
    expect((await read()).status).toBe(200);
  });
  await ill(['sleeping=200'], async ({ read }) => {
    expect((await read()).text).toContain('Application failed to respond');
    await pause(210);
    expect((await read()).status).toBe(200);
  });
  await ill(['token-dies=3'], async ({ read }) => {
    const statuses = [await read(), await read(), await read(), await read()].map(({ status }) => status);
    expect(statuses).toEqual([200, 200, 401, 401]);
  });
});

it('headers: a clock ahead, a cache before health, open CORS, a redirect to itself', async () => {
  await ill(['clock-ahead=300', 'cached-health', 'open-cors'], async ({ ask }, baseUrl) => {
    const health = await ask('GET', '/api/health');
    expect(facts(health, 'age', 'cf-cache-status')).toEqual([200, '57', 'HIT']);
    expect(Date.parse(health.headers.get('date') ?? '') - Date.now()).toBeGreaterThan(290_000);
    const asked = await fetch(`${baseUrl}/api/health`, { headers: { origin: 'https://anyone.example' } });
    expect(asked.headers.get('access-control-allow-origin')).toBe('https://anyone.example');
    expect(asked.headers.get('access-control-allow-credentials')).toBe('true');
  });
  for (const [setting, name, value] of [
    ['twice', 'access-control-allow-origin', '*, https://anyone.example'],
    ['methods', 'access-control-allow-methods', 'GET, HEAD'],
  ] as const) {
    await ill([`odd-cors=${setting}`], async (_client, baseUrl) => {
      const headers = { origin: 'https://anyone.example', 'access-control-request-method': 'POST' };
      expect((await fetch(`${baseUrl}/api/x`, { method: 'OPTIONS', headers })).headers.get(name)).toBe(value);
    });
  }
  await ill(['https-redirect'], async ({ read }, baseUrl) => {
    const itself = `${baseUrl.replace('http:', 'https:')}/api/users/personalization/`;
    expect(facts(await read(), 'location')).toEqual([307, itself]);
  });
});

it('connections that are really taken: the pool says so, and whoever needs one waits', async () => {
  await ill(['leaked-connections=10'], async ({ ask, read }) => {
    const pool = await ask('GET', '/api/health/pool');
    expect(pool.json).toMatchObject({ status: 'saturated', checked_out: 10, checked_in: 0, usage_pct: 100 });
    const named = `select count(*)::int as n from pg_stat_activity
      where datname = current_database() and application_name = 'facteur-reference-api'`;
    expect(await database.query(named)).toEqual([{ n: 10 }]);
    expect((await ask('GET', '/api/health')).status).toBe(200);
    const [waited, ready] = await Promise.all([read(), ask('GET', '/api/health/ready')]);
    expect(waited.json).toEqual({ detail: 'Internal Server Error', error_type: 'TimeoutError' });
    expect(ready.json['database']).toMatch(/^error: QueuePool limit of size 5 overflow 5 reached/);
  });
});

it('writes that race for a row: all but one fail at once, and one by one they work', async () => {
  await ill(['racing-writes'], async ({ mute, themes }) => {
    await mute('theme', 'first');
    await Promise.all([themes(), themes(), themes()]);
    const muted = await Promise.all(['a', 'b', 'c'].map((theme) => mute('theme', theme)));
    const refused = muted.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const { text } of refused) expect(text).toContain('(psycopg.errors.SerializationFailure)');
    for (const theme of ['a', 'b', 'c']) expect((await mute('theme', theme)).status).toBe(200);
    expect((await themes()).toSorted()).toEqual(['a', 'b', 'c', 'first']);
  });
});

it("January's release races for the profile of a user who has none; today's does not", async () => {
  const failures = async (release: Release): Promise<string[]> => {
    const refused: string[] = [];
    const look = async ({ mute, read }: Client): Promise<void> => {
      // To have a connection for each, as a service has that is not new.
      await Promise.all([read(), read(), read()]);
      const muted = await Promise.all([mute('source', sourceId), mute('theme', 'a'), mute('topic', 'b')]);
      refused.push(...muted.filter(({ status }) => status !== 200).map(({ text }) => text));
      expect((await mute('theme', 'c')).status).toBe(200);
    };
    await ill([], look, release);
    return refused;
  };
  const refused = await failures('january');
  expect(refused.length).toBeGreaterThan(0);
  for (const text of refused) expect(text).toMatch(/UniqueViolation.*\\"user_profiles_user_id_key\\"/);
  expect(await failures('current')).toEqual([]);
});
