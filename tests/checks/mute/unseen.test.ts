import { afterEach, expect, it } from 'vitest';
import { walk, type Walked } from './plain-api.ts';
import { startSmallApi, type Flaws } from './small-api.ts';

const history = { muted_themes: ['sport'], muted_topics: ['football'], muted_content_types: ['podcast'] };
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

async function start(flaws: Flaws) {
  const api = await startSmallApi(flaws, structuredClone(history));
  close = api.close;
  return { ...api, before: structuredClone(api.state) };
}

const cleanupOf = ({ examination }: Walked) => examination.evidence['cleanup'];

it.each([
  [202, { message: 'accepted' }],
  [202, {}],
  [200, { status: 'queued' }],
  [201, { message: 'Mute enqueued', state: 'PENDING' }],
  [200, { result: 'scheduled for later' }],
])(
  'a mute that is promised (%i %o) and never seen may come yet: incomplete, with its record',
  async (...given) => {
    const [status, body] = given;
    const { origin, token, state, drain, before } = await start({ queues: { status, body } });
    const walked = await walk(origin, { token });
    expect(walked.codes('error')).toEqual(expect.arrayContaining(['lost-mute', 'incomplete-cleanup']));
    expect(walked.journal.at(-1)).not.toBe('settled');
    expect(cleanupOf(walked)).toMatchObject({
      status: 'incomplete',
      reason: expect.stringContaining('accepted for later'),
      undo: expect.arrayContaining([expect.stringContaining('DELETE')]),
    });
    drain();
    expect(state).not.toEqual(before);
  },
);

it.each([
  [200, { message: 'muted' }],
  [201, {}],
  [200, { message: 'nothing is pending', status: 'ok' }],
])(
  'a mute that is done (%i %o) and never seen is lost; its record stays for the next run',
  async (...given) => {
    const [status, body] = given;
    const { origin, token, state, before } = await start({ queues: { status, body } });
    const walked = await walk(origin, { token });
    expect(walked.codes('error')).toEqual(['lost-mute']);
    expect(walked.journal.at(-1)).not.toBe('settled');
    expect(state).toEqual(before);
  },
);

it('a mute that is promised and seen is undone, and its record goes', async () => {
  const { origin, token, state, drain, before } = await start({ queues: { status: 202, body: {} } });
  let mutes = 0;
  const walked = await walk(origin, {
    token,
    before: (method, path) => {
      mutes += method === 'POST' && path.includes('/mute-') ? 1 : 0;
      if (mutes > 0 && method === 'GET' && path.includes('qa-fresh')) drain();
    },
  });
  expect(walked.codes('error')).toEqual([]);
  expect(walked.journal.at(-1)).toBe('settled');
  expect(state).toEqual(before);
});
