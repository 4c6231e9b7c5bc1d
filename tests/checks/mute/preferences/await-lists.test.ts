import { expect, it } from 'vitest';
import { exampleAnswer } from '../../../../src/checks/http/examples/exchanges.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';
import type { MuteContext } from '../../../../src/checks/mute/index.ts';
import { createLedger } from '../../../../src/checks/mute/journey/ledger.ts';
import { awaitLists } from '../../../../src/checks/mute/preferences/await-lists.ts';
import type { Preferences } from '../../../../src/checks/mute/preferences/preferences.ts';

const lists = (...themes: string[]) => ({
  muted_sources: [],
  muted_themes: themes,
  muted_topics: [],
  muted_content_types: [],
});
const answered = (status: number, body: unknown, headers: Record<string, string> = {}): Exchange =>
  exampleAnswer('/api/users/personalization/', status, body, { headers });

/** What one server answers to its n-th ordinary read, and to its n-th read past the caches. */
type Server = (nth: number) => Exchange;
const behind: Server = () => answered(200, lists());
const current: Server = () => answered(200, lists('tech'));
const failing: Server = () => answered(500, { detail: 'x' });
const cached: Server = () => answered(200, lists(), { age: '12' });
const inTurns: Server = (nth) => (nth % 2 === 0 ? behind : current)(nth);
const later: Server = (nth) => (nth < 2 ? behind : current)(nth);
const oftenFailing: Server = (nth) => (nth % 2 === 0 ? failing : current)(nth);

async function ask(plain: Server, fresh: Server, proof = false) {
  const nths = { plain: 0, fresh: 0 };
  let now = 0;
  const { signal } = new AbortController();
  const context: MuteContext = {
    api: {
      origin: 'https://api.example',
      prefix: '/api',
      exchanges: [],
      send: async ({ path }) => (path.includes('qa-fresh') ? fresh(nths.fresh++) : plain(nths.plain++)),
      close: async () => undefined,
    },
    ledger: createLedger('0123456789ab'),
    token: 'a.b.c',
    plan: { readOnly: false, allowResidue: false, repeat: 0, origin: null, overrides: {} },
    journal: { open: async () => undefined, record: () => null, remove: async () => undefined },
    signal,
    hardSignal: signal,
    thresholds: { warnMs: 1_000, failMs: 5_000 },
    progress: () => undefined,
    consistencyMs: 2_000,
    runMs: 60_000,
    now: () => now,
    random: () => 0.5,
    pause: async (milliseconds) => void (now += milliseconds),
  };
  const awaited = (seen: Preferences): boolean => seen.lists.theme?.includes('tech') === true;
  return awaitLists(context, { step: 'read', awaited, windowMs: 2_000, proof });
}

it.each<[string, Server, Server, Partial<Awaited<ReturnType<typeof awaitLists>>>]>([
  ['shows it at once', current, current, { shown: true, delayMs: 0, alternating: null, onlyFresh: false }],
  ['shows it later', later, later, { shown: true, alternating: null, onlyFresh: false }],
  ['never shows it', behind, behind, { shown: false, delayMs: null, alternating: null, shownBy: null }],
  [
    'is cached and says so',
    cached,
    current,
    { shown: true, cache: 'age: 12', onlyFresh: true, alternating: null },
  ],
  [
    'is cached without a word',
    behind,
    current,
    { shown: true, cache: null, onlyFresh: true, alternating: null },
  ],
  ['shows it in turns', inTurns, behind, { shown: false, alternating: { showing: 3, answered: 13 } }],
  [
    'fails, while what passes the caches does not',
    failing,
    current,
    { shown: true, onlyFresh: false, cache: null },
  ],
  ['fails now and then', oftenFailing, oftenFailing, { shown: true, delayMs: 0, alternating: null }],
])('an API that %s', async (_what, plain, fresh, expected) => {
  expect(await ask(plain, fresh)).toMatchObject(expected);
});

it('an API that passes caches by asking a server that is behind alternates, and proves nothing', async () => {
  const seen = await ask(current, behind, true);
  expect(seen).toMatchObject({ shown: false, onlyFresh: false, proven: false });
  expect(seen.alternating).not.toBeNull();
});

it('of servers in turns one that shows it says that it is stored', async () => {
  const { alternating, shownBy } = await ask(inTurns, behind);
  expect(alternating?.showing).toBeGreaterThan(0);
  expect(shownBy?.lists.theme).toEqual(['tech']);
});
