import { afterEach, expect, it } from 'vitest';
import type { Finding } from '../../../src/checks/finding.ts';
import { walk, type Walked } from './plain-api.ts';
import { startSmallApi, type Flaws } from './small-api.ts';

const history = { muted_themes: ['sport'], muted_topics: ['football'], muted_content_types: ['podcast'] };
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

async function start(flaws: Flaws, before = structuredClone(history)) {
  const api = await startSmallApi(flaws, before);
  close = api.close;
  return { ...api, before: structuredClone(api.state) };
}

const found = ({ examination }: Walked, code: string): Finding[] =>
  examination.verdicts.flatMap(({ findings }) => findings).filter((finding) => finding.code === code);

const nested = `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`;

it.each([
  [500, 'JSON 5 000 objects deep', nested, 'application/json'],
  [500, 'a page', '<html><title>Server error</title></html>', 'text/html'],
  [502, 'nothing', '', ''],
  [503, 'a page', '<html><title>Starting</title></html>', 'text/html'],
  [403, 'a page', '<html><title>Blocked</title></html>', 'text/html'],
  [403, 'nothing', '', 'text/plain'],
  [418, 'a text in JSON', '"tea"', 'application/json'],
])(
  'every POST answered %i with %s: each kind is rejected-mute, and nothing else passes',
  async (...given) => {
    const [status, , body, type] = given;
    const { origin, token, state, before } = await start({ posts: { status, body, type } });
    const walked = await walk(origin, { token });
    expect(found(walked, 'rejected-mute').map(({ subject }) => subject)).toEqual([
      'source',
      'theme',
      'topic',
      'content-type',
    ]);
    expect(walked.codes()).not.toContain('incomplete-cleanup');
    expect(state).toEqual(before);
  },
);

it.each([
  [500, true],
  [503, true],
  [408, false],
  [502, false],
  [504, false],
  [524, false],
])('behind %i a mute may go on: what undoes it is settled %s', async (status, isSettled) => {
  const { origin, token } = await start({ posts: { status, body: '', type: '' } });
  const { journal } = await walk(origin, { token });
  expect(journal.length).toBeGreaterThan(0);
  expect(journal.at(-1) === 'settled').toBe(isSettled);
});

it.each(['refuses', 'loses'] as const)(
  'what a server %s beside other mutes and takes alone is a race, and no refusal or loss',
  async (races) => {
    const { origin, token, state, before } = await start({ races });
    const walked = await walk(origin, { token });
    expect(found(walked, 'write-race').length).toBeGreaterThan(0);
    // Bad input is sent beside others, too.
    expect(walked.codes('error').filter((code) => code !== 'server-error-on-bad-input')).toEqual([]);
    expect(state).toEqual(before);
  },
);

it('429 is no refusal: the mutes are unknown, and nothing is left', async () => {
  const { origin, token, state, before } = await start({ posts: { status: 429, body: '', type: '' } });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual([]);
  const verdicts = new Map(walked.examination.verdicts.map(({ check, status }) => [check, status]));
  expect([verdicts.get('rejected-mute'), verdicts.get('lost-mute')]).toEqual(['unknown', 'unknown']);
  expect(state).toEqual(before);
});

it('a list that shows 20 of 25 and does not say so is unknown, and no loss', async () => {
  const themes = Array.from({ length: 20 }, (_value, index) => `theme-${index}`);
  const { origin, token, state, before } = await start({ shows: 20 }, { ...history, muted_themes: themes });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual([]);
  const lost = walked.examination.verdicts.find(({ check }) => check === 'lost-mute');
  expect(lost).toMatchObject({ status: 'unknown', reason: expect.stringContaining('20 entries') });
  expect(state).toEqual(before);
});

it('an API that knows a path by its whole text is asked without the query that passes caches', async () => {
  const { origin, token, state, before } = await start({ strict: true });
  const walked = await walk(origin, { token });
  expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual([]);
  expect(state).toEqual(before);
});

it.each(['Not Found', 'Aucune personnalisation', 'Utilisateur inconnu'])(
  'a user without a row, told by 404 "%s", is muted and unmuted as any other',
  async (rowless) => {
    const { origin, token, state, before } = await start(
      { rowless },
      {
        muted_themes: [],
        muted_topics: [],
        muted_content_types: [],
      },
    );
    const walked = await walk(origin, { token });
    expect(walked.codes('error')).toEqual([]);
    expect(walked.codes('warning')).toEqual([]);
    expect(state).toEqual(before);
  },
);

it('a read that is not answered is no read that is behind', async () => {
  const { origin, token, state, before } = await start({});
  let reads = 0;
  const walked = await walk(origin, {
    token,
    before: (method, path) => {
      if (method !== 'GET' || !path.endsWith('/personalization/')) return;
      reads += 1;
      if (reads === 5) throw new Error('reset');
    },
  });
  expect(reads).toBeGreaterThan(5);
  expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual([]);
  expect(state).toEqual(before);
});

it.each([
  [500, ['unreadable-preferences']],
  [404, ['unreadable-preferences']],
  [429, []],
])('a read that is answered %i after a good one is found: %o', async (status, codes) => {
  const { origin, token, state, before } = await start({ reads: { status, nth: 2 } });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual(codes);
  expect(state).toEqual(before);
});

it('an oversized body that a gateway refuses is rightly refused', async () => {
  const { origin, token } = await start({ largest: 1_024 });
  const walked = await walk(origin, { token });
  expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual([]);
  expect(walked.examination.verdicts.filter(({ status }) => status === 'unknown')).toEqual([]);
});
