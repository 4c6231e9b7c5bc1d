import { afterEach, expect, it } from 'vitest';
import { walk } from '../plain-api.ts';
import { startSmallApi, type Flaws } from '../small-api.ts';

const history = {
  muted_themes: ['sport', 'politique'],
  muted_topics: ['football'],
  muted_content_types: ['podcast'],
};
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

async function start(flaws: Flaws = {}) {
  const api = await startSmallApi(flaws, structuredClone(history));
  close = api.close;
  return { ...api, before: structuredClone(api.state) };
}

it.each([{}, { january: true }])('a healthy release %o: no finding above info, no trace', async (flaws) => {
  const { origin, token, state, before } = await start(flaws);
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual([]);
  expect(walked.codes('warning')).toEqual([]);
  expect(walked.examination.verdicts.filter(({ status }) => status === 'unknown')).toEqual([]);
  expect(walked.journal.at(-1)).toBe('settled');
  expect(state).toEqual(before);
});

it.each<[Flaws, string[]]>([
  [{ loses: 'theme' }, ['lost-mute']],
  [{ keeps: 'topic' }, ['incomplete-cleanup', 'lingering-mute']],
  [
    { refuses: { route: 'source', status: 500, detail: 'no' } },
    ['rejected-mute', 'server-error-on-bad-input'],
  ],
  [{ refuses: { route: 'topic', status: 409, detail: 'no' } }, ['rejected-mute']],
  [{ leaks: true }, ['leaked-mute']],
  [{ replaces: true }, ['incomplete-cleanup', 'lost-preferences']],
  [{ raw: true }, ['unnormalised-slug']],
  [{ open: true }, ['open-endpoint']],
  [{ hides: true }, ['blocked-preflight']],
])('%o gives %o and no other', async (flaws, expected) => {
  const { origin, token } = await start(flaws);
  const walked = await walk(origin, { token, plan: { origin: 'https://app.example' } });
  expect([...walked.codes('error'), ...walked.codes('warning')].toSorted()).toEqual(expected);
});

it('a foreign-key violation names key and table, and the command that looks further', async () => {
  const detail =
    'Erreur lors du masquage du thème: insert or update on table "user_personalization" violates ' +
    'foreign key constraint "user_personalization_user_id_fkey"';
  const { origin, token } = await start({ refuses: { route: 'theme', status: 500, detail } });
  const { examination } = await walk(origin, { token });
  const found = examination.verdicts
    .flatMap(({ findings }) => findings)
    .find(({ code }) => code === 'foreign-key-violation');
  expect(found?.facts).toMatchObject({
    table: 'user_personalization',
    constraint: 'user_personalization_user_id_fkey',
  });
  expect(found?.remedy.command).toBe('qa inspect-fk user_personalization');
});

it('an overridden value that exists is listed again', async () => {
  const { origin, token, state, before } = await start();
  const walked = await walk(origin, { token, plan: { overrides: { theme: 'sport' } } });
  expect(walked.codes('error')).toEqual([]);
  expect({ ...state, muted_themes: state.muted_themes.toSorted() }).toEqual({
    ...before,
    muted_themes: before.muted_themes.toSorted(),
  });
});

it('with --read-only nothing but GET and OPTIONS is sent', async () => {
  const { origin, token } = await start();
  const { api, codes } = await walk(origin, { token, plan: { readOnly: true } });
  expect(new Set(api.exchanges.map(({ request }) => request.method))).toEqual(new Set(['GET', 'OPTIONS']));
  expect(codes('error')).toEqual([]);
});

it('with an expired token nothing is sent', async () => {
  const { origin, token } = await start();
  const claims = Buffer.from('{"sub":"u","exp":1}').toString('base64url');
  const { api, codes } = await walk(origin, { token: token.split('.').with(1, claims).join('.') });
  expect(api.exchanges).toEqual([]);
  expect(codes()).toEqual(['expired-token']);
});

it.each([1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 16])('an interrupt at change %i is undone', async (nth) => {
  const { origin, token, state, before } = await start();
  const stop = new AbortController();
  let changes = 0;
  await walk(origin, {
    token,
    signal: stop.signal,
    before: (method, path) => {
      if (method === 'POST' && path.includes('/mute-')) changes += 1;
      if (changes === nth) stop.abort(new Error('interrupted'));
    },
  });
  expect(state).toEqual(before);
});
