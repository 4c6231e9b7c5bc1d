import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterEach, expect, it } from 'vitest';
import { forEachKind, type Kind } from '../../../../src/checks/mute/preferences/kinds.ts';
import { remains } from '../../../../src/checks/mute/cleanup/remains.ts';
import { undoLines } from '../../../../src/checks/mute/cleanup/undo-lines.ts';
import { startSmallApi } from '../small-api.ts';

const run = promisify(execFile);
const marker = 'abcdef012345';
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

it.each([false, true])(
  "the lines, run by a shell, bring back the state: a value of ours gone, what is missing of the user's " +
    'back, what stands twice once (January: %s)',
  async (january) => {
    const [first, second] = ['6f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f', '7f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f'];
    const before = {
      source: [first, second],
      theme: ["l'été", 'a b/c&d"e$(f)', 'sport'],
      topic: [],
      'content-type': ['podcast'],
    };
    const api = await startSmallApi(
      { january },
      {
        muted_sources: [first, second, first],
        muted_themes: ['sport'],
        muted_content_types: ['podcast', 'youtube'],
      },
    );
    close = api.close;
    const values: { kind: Kind; value: string }[] = [
      { kind: 'source', value: first },
      { kind: 'content-type', value: 'youtube' },
    ];
    const record = { marker, values, before: { lists: before, flags: {} } };
    const seen = {
      lists: {
        source: api.state.muted_sources,
        theme: api.state.muted_themes,
        topic: api.state.muted_topics,
        'content-type': api.state.muted_content_types,
      },
      flags: {},
    };
    const lines = undoLines({ origin: api.origin, prefix: '/api' }, record, remains(record, seen), {
      user: 'u',
      unrouted: new Set(),
      replaced: new Set(),
      unset: new Set(),
    });
    expect(lines.join('\n')).not.toContain(api.token);
    await run('sh', ['-ec', lines.join('\n')], { env: { PATH: process.env['PATH'], QA_TOKEN: api.token } });
    expect({ ...api.state, muted_themes: new Set(api.state.muted_themes) }).toMatchObject({
      muted_sources: [second, first],
      muted_themes: new Set(before.theme),
      muted_topics: [],
      muted_content_types: ['podcast'],
    });
  },
);

it(
  'where no endpoint unmutes a kind, the lines are for the database: without what is ours, and ' +
    'with what was there in its order',
  () => {
    const record = {
      marker,
      values: [{ kind: 'theme' as const, value: "l'été" }],
      before: { lists: { ...forEachKind(() => []), theme: ["l'été", 'sport'] }, flags: {} },
    };
    const left = {
      values: [
        { kind: 'topic' as const, value: `qa-probe-${marker}-topic`, state: 'ours' as const },
        { kind: 'theme' as const, value: "l'été", state: 'displaced' as const },
      ],
      flags: { hide_paid_content: true, language_filter_user_set: false },
    };
    const lines = undoLines({ origin: 'https://api.example', prefix: '/api' }, record, left, {
      user: 'u',
      unrouted: new Set<Kind>(['theme', 'topic']),
      replaced: new Set(),
      unset: new Set(['language_filter_user_set']),
    });
    expect(lines).toEqual([
      String.raw`psql "$QA_DATABASE_URL" -c 'update user_personalization set muted_topics = array_remove(muted_topics, '\''qa-probe-abcdef012345-topic'\'') where user_id = '\''u'\'''`,
      String.raw`psql "$QA_DATABASE_URL" -c 'update user_personalization set muted_themes = array['\''l'\'''\''été'\'', '\''sport'\'']::text[] where user_id = '\''u'\'''`,
      'curl -sS -X POST -H "Authorization: Bearer $QA_TOKEN" -H \'Content-Type: application/json\' --data ' +
        '\'{"hide_paid":true}\' https://api.example/api/users/personalization/toggle-paid-content',
      String.raw`psql "$QA_DATABASE_URL" -c 'update user_personalization set language_filter_user_set = false where user_id = '\''u'\'''`,
    ]);
  },
);
