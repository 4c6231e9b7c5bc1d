import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSmallApi } from '../checks/mute/small-api.ts';
import { buildBinary, type Binary, type Started } from '../support/binary.ts';

const history = { muted_themes: ['sport', 'politique'], muted_topics: ['football'], muted_content_types: ['podcast'] };
let binary: Binary;
beforeAll(async () => {
  binary = await buildBinary();
});
afterAll(() => binary.remove());

const changing = /^(POST|DELETE) .*\/(un)?mute-/;

/** A server and a state directory of its own; `at` is called with each arriving request that may change something, counted from 1. */
async function ward(at: (nth: number) => void | Promise<void>) {
  const directory = await mkdtemp(join(tmpdir(), 'verify-mute-'));
  let nth = 0;
  const api = await startSmallApi({}, structuredClone(history), async (method, path) => {
    if (changing.test(`${method} ${path}`)) await at(++nth);
  });
  return {
    before: structuredClone(api.state),
    state: api.state,
    run: (command: string, state = directory): Started =>
      binary.start([command, '--base-url', api.origin, '--quiet'], { QA_STATE_DIR: state, QA_TOKEN: api.token }),
    left: () => readdir(directory),
    close: async () => {
      await api.close();
      await rm(directory, { recursive: true });
    },
  };
}

// Of the 33 requests of a healthy run that could change something, the first that really may come after the tenth.
const steps = Array.from({ length: 24 }, (_, index) => index + 10);

describe.concurrent('killed at once (SIGKILL), while the change is still under way to the server', () => {
  test.each(steps)('at change %i, the next run restores the state', async (nth) => {
    let first: Started | undefined;
    const { run, state, before, left, close } = await ward(async (count) => {
      if (count !== nth) return;
      first?.child.kill('SIGKILL');
      await first?.ended;
    });
    try {
      first = run('verify-mute');
      await first.ended;
      const next = await run(nth % 2 === 0 ? 'recover' : 'verify-mute').ended;
      expect({ code: next.code, stderr: next.stderr.replace(/^qa: An interrupted run had left .*\n/, '') }).toEqual({ code: 0, stderr: '' });
      expect(state).toEqual(before);
      expect(await left()).toEqual([]);
    } finally {
      await close();
    }
  });
});

test.each(['SIGINT', 'SIGTERM'] as const)('%s in the middle: undone, and its own exit code', async (signal) => {
  for (const nth of [20, 26, 31]) {
    let first: Started | undefined;
    const { run, state, before, left, close } = await ward((count) => void (count === nth && first?.child.kill(signal)));
    try {
      first = run('verify-mute');
      expect((await first.ended).code).toBe(signal === 'SIGINT' ? 130 : 143);
      expect(state).toEqual(before);
      expect(await left()).toEqual([]);
    } finally {
      await close();
    }
  }
});

test('a second SIGINT gives up at once and shows how to undo; recover does it', async () => {
  let first: Started | undefined;
  let interrupted = 0;
  let open: () => void = () => undefined;
  const stuck = new Promise<void>((resolve) => (open = resolve));
  const { run, state, before, left, close } = await ward(async (count) => {
    if (count < 30) return;
    if (interrupted++ === 0) {
      first?.child.kill('SIGINT');
      setTimeout(() => first?.child.kill('SIGINT'), 100);
    }
    await stuck;
  });
  try {
    first = run('verify-mute');
    const { code, stdout } = await first.ended;
    expect(code).toBe(5);
    expect(stdout).toContain('curl -sS -X DELETE');
    open();
    expect((await run('recover').ended).code).toBe(0);
    expect(state).toEqual(before);
    expect(await left()).toEqual([]);
  } finally {
    await close();
  }
});

test('of two runs at once on one machine, the second is turned away and changes nothing', async () => {
  let open: () => void = () => undefined;
  const first = new Promise<void>((resolve) => (open = resolve));
  let arrived: () => void = () => undefined;
  const busy = new Promise<void>((resolve) => (arrived = resolve));
  const { run, state, before, close } = await ward(async () => {
    arrived();
    await first;
  });
  try {
    const running = run('verify-mute');
    await busy;
    const second = await run('verify-mute').ended;
    expect(second.code).toBe(2);
    expect(second.stderr).toContain('Another run (process ');
    open();
    expect((await running.ended).code).toBe(0);
    expect(state).toEqual(before);
  } finally {
    await close();
  }
});

test('two runs at once from two machines leave no trace of either', async () => {
  const { run, state, before, close } = await ward(() => undefined);
  const other = await mkdtemp(join(tmpdir(), 'verify-mute-'));
  try {
    const runs = [run('verify-mute'), run('verify-mute', other)];
    await Promise.all(runs.map(({ ended }) => ended));
    expect(state).toEqual(before);
    expect(await readdir(other)).toEqual([]);
  } finally {
    await close();
    await rm(other, { recursive: true });
  }
});
