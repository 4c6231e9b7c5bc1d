import { afterEach, expect, test } from 'vitest';
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

test.each([
  [500, nested, 'application/json'],
  [500, '<html><title>Server error</title></html>', 'text/html'],
  [502, '', ''],
  [503, '<html><title>Starting</title></html>', 'text/html'],
  [403, '<html><title>Blocked</title></html>', 'text/html'],
  [403, '', 'text/plain'],
  [418, '"tea"', 'application/json'],
])(
  'every POST answered %i, %.20s, %s: each kind is rejected-mute, and nothing else passes',
  async (...given) => {
    const [status, body, type] = given;
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

test.each(['Not Found', 'Aucune personnalisation', 'Utilisateur inconnu'])(
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
