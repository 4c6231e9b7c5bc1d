import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startSmallApi, type Flaws } from '../../../checks/mute/small-api.ts';
import { buildBinary, type Binary, type Started } from '../../../support/binary.ts';
import { runLine } from '../../../support/command-line.ts';

const source = '6f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f';
const history = {
  muted_sources: [source, '7f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f'],
  muted_themes: ['sport', 'politique'],
  muted_topics: ['football'],
  muted_content_types: ['podcast'],
};
let binary: Binary;
beforeAll(async () => {
  binary = await buildBinary();
});
afterAll(() => binary.remove());

const changing = /^(POST|DELETE) .*\/(un)?mute-/;

/**
 * A server and a state directory of its own; `at` is called with each arriving request that may change
 * something, counted from 1.
 */
async function ward(at: (nth: number) => unknown, flaws: Flaws = {}) {
  const directory = await mkdtemp(join(tmpdir(), 'verify-mute-'));
  let nth = 0;
  const api = await startSmallApi(flaws, structuredClone(history), async (method, path) => {
    return changing.test(`${method} ${path}`) ? at(++nth) : true;
  });
  const line = (command: string, more: readonly string[] = [], state = directory) => ({
    argv: [command, '--base-url', api.origin, '--quiet', ...more],
    environment: { QA_STATE_DIR: state, QA_TOKEN: api.token },
  });
  return {
    before: structuredClone(api.state),
    state: api.state,
    changes: () => nth,
    line,
    run: (command: string, state = directory): Started => {
      const { argv, environment } = line(command, [], state);
      return binary.start(argv, environment);
    },
    left: () => readdir(directory),
    close: async () => {
      await api.close();
      await rm(directory, { recursive: true });
    },
  };
}

/**
 * A ward whose server keeps a run waiting at a change and everything after it, as if the world stood still.
 */
async function trap(first: number, flaws: Flaws) {
  let nth = first;
  let open: (carryOut: boolean) => void = () => undefined;
  let opening: Promise<boolean> | null = null;
  let caught: () => void = () => undefined;
  const warded = await ward(async (count) => {
    if (opening === null || count < nth) return true;
    caught();
    return opening;
  }, flaws);
  /** From now on; resolves once a change is held. */
  const set = (at: number): Promise<void> => {
    nth = at;
    opening = new Promise((resolve) => (open = resolve));
    return new Promise((resolve) => (caught = resolve));
  };
  return {
    ...warded,
    held: set(first),
    setAgain: () => set(warded.changes() + 1),
    /**
     * What is held comes to pass (late, when whoever sent it is dead) or never reaches the lists; the rest
     * passes freely.
     */
    open: (carryOut: boolean): void => {
      opening = null;
      open(carryOut);
    },
  };
}

const journeys: readonly {
  name: string;
  flaws: Flaws;
  more: readonly string[];
  signal: 'SIGINT' | 'SIGTERM';
}[] = [
  { name: 'the current release', flaws: {}, more: [], signal: 'SIGINT' },
  {
    name: 'values of the user, and rounds',
    flaws: {},
    more: ['--source-id', source, '--theme', 'sport', '--topic', 'football', '--repeat', '1'],
    signal: 'SIGTERM',
  },
  {
    name: 'the release of January, and a source of the user',
    flaws: { january: true },
    more: ['--source-id', source],
    signal: 'SIGINT',
  },
];

/** A trap at every change that an undisturbed run would send. */
async function trapsAlong({ flaws, more }: (typeof journeys)[number]) {
  const undisturbed = await ward(() => undefined, flaws);
  const { argv, environment } = undisturbed.line('verify-mute', more);
  const { code, stderr } = await runLine(argv, { environment });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(undisturbed.state).toEqual(undisturbed.before);
  await undisturbed.close();
  return Promise.all(Array.from({ length: undisturbed.changes() }, (_, index) => trap(index + 1, flaws)));
}

// One process for all of them: starting so many would take most of the time, and a kill is a kill.
describe.each(journeys)('$name', (journey) => {
  it(
    'killed (SIGKILL) at every change, and again while that is undone, the next run restores the ' + 'state',
    async () => {
      const traps = await trapsAlong(journey);
      try {
        const killed = binary.startMany(traps.map(({ line }) => line('verify-mute', journey.more)));
        await Promise.all(traps.map(({ held }) => held));
        killed.child.kill('SIGKILL');
        await killed.ended;
        for (const [index, { open }] of traps.entries()) open(index % 2 === 0);

        const again = traps.map(({ setAgain }) => setAgain());
        const undoing = binary.startMany(traps.map(({ line }) => line('recover')));
        await Promise.all(again.map((held, index) => Promise.race([held, undoing.said(`ended ${index}\n`)])));
        undoing.child.kill('SIGKILL');
        await undoing.ended;
        for (const [index, { open }] of traps.entries()) open(index % 3 === 0);

        await Promise.all(
          traps.map(async ({ line, state, before, left }, index) => {
            const { argv, environment } = line(index % 2 === 0 ? 'recover' : 'verify-mute');
            const { code, stderr } = await runLine(argv, { environment });
            expect({
              at: index + 1,
              code,
              stderr: stderr.replace(/^qa: (An|No) interrupted run .*\n/, ''),
              state,
              left: await left(),
            }).toEqual({
              at: index + 1,
              code: 0,
              stderr: '',
              state: before,
              left: [],
            });
          }),
        );
      } finally {
        await Promise.all(traps.map(({ close }) => close()));
      }
    },
  );

  it(`${journey.signal} at every change: undone at once, with its own exit code`, async () => {
    const { signal } = journey;
    const code = signal === 'SIGINT' ? 130 : 143;
    const traps = await trapsAlong(journey);
    try {
      const interrupted = binary.startMany(traps.map(({ line }) => line('verify-mute', journey.more)));
      await Promise.all(traps.map(({ held }) => held));
      interrupted.child.kill(signal);
      await interrupted.said(signal);
      for (const { open } of traps) open(true);
      const { stdout } = await interrupted.ended;
      const ends = JSON.parse(stdout) as { readonly code: number }[];
      for (const [index, { state, before, left }] of traps.entries()) {
        expect({ at: index + 1, code: ends[index]?.code, state, left: await left() }).toEqual({
          at: index + 1,
          code,
          state: before,
          left: [],
        });
      }
    } finally {
      await Promise.all(traps.map(({ close }) => close()));
    }
  });
});

const asSets = (state: Readonly<Record<string, readonly string[]>>) =>
  Object.fromEntries(Object.entries(state).map(([list, values]) => [list, values.toSorted()]));

const briefly = ['--consistency', '200ms'];

it("killed at any change of a run whose mutes wipe the user's lists, recover puts them back", async () => {
  const undisturbed = await ward(() => undefined, { wipes: true });
  const { argv, environment } = undisturbed.line('verify-mute', briefly);
  expect((await runLine(argv, { environment })).code).toBe(1);
  expect(asSets(undisturbed.state)).toEqual(asSets(undisturbed.before));
  await undisturbed.close();
  const traps = await Promise.all(
    Array.from({ length: undisturbed.changes() }, (_, index) => trap(index + 1, { wipes: true })),
  );
  try {
    const killed = binary.startMany(traps.map(({ line }) => line('verify-mute', briefly)));
    // What is put back at the end is put back in one order or another: some runs have fewer changes.
    const { held } = await untilHeld(traps, killed);
    killed.child.kill('SIGKILL');
    await killed.ended;
    for (const [index, { open }] of traps.entries()) open(index % 2 === 0);
    expect(held).toBeGreaterThan(traps.length / 2);
    await Promise.all(
      traps.map(async ({ line, state, before, left }, index) => {
        const recovering = line('recover', briefly);
        const { code } = await runLine(recovering.argv, { environment: recovering.environment });
        expect({ at: index + 1, code, state: asSets(state), left: await left() }).toEqual({
          at: index + 1,
          code: 0,
          state: asSets(before),
          left: [],
        });
      }),
    );
  } finally {
    await Promise.all(traps.map(({ close }) => close()));
  }
});

/** Waits until each run is held at its change or has ended. */
async function untilHeld(
  traps: readonly Awaited<ReturnType<typeof trap>>[],
  { said }: Started,
): Promise<{ held: number }> {
  const caught = await Promise.all(
    traps.map(({ held }, index) =>
      Promise.race([held.then(() => 1), said(`ended ${index}\n`).then(() => 0)]),
    ),
  );
  return { held: caught.reduce<number>((sum, one) => sum + one, 0) };
}

it("the lock of a killed run that its parent has not reaped is nobody's", async () => {
  let open: () => void = () => undefined;
  const stuck = new Promise<void>((resolve) => (open = resolve));
  let arrived: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (arrived = resolve));
  const { run, line, state, before, left, close } = await ward(async () => {
    arrived();
    await stuck;
  });
  const { argv, environment } = line('verify-mute');
  // A parent that never waits for its child: a shell that has become `sleep`.
  const parent = spawn(
    'sh',
    ['-c', '"$@" >/dev/null 2>&1 & echo $!; exec sleep 120', 'sh', process.execPath, binary.path, ...argv],
    {
      env: { PATH: process.env['PATH'], ...environment },
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  try {
    const [line1] = await once(parent.stdout, 'data');
    const pid = Number(String(line1));
    await held;
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => readFile(`/proc/${pid}/stat`, 'utf8')).toMatch(/\) Z /);
    open();
    const { code } = await run('recover').ended;
    expect({ code, state, left: await left() }).toEqual({ code: 0, state: before, left: [] });
  } finally {
    parent.kill('SIGKILL');
    await close();
  }
});

it('a second SIGINT gives up at once and shows how to undo; recover does it', async () => {
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

it('of two runs at once on one machine, the second is turned away and changes nothing', async () => {
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

it('two runs at once from two machines leave no trace of either', async () => {
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
