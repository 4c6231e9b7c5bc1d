import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { App } from '../../../src/qa/command.ts';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { openApi } from '../../../src/qa/target/api-access.ts';
import { runDeadline } from '../../../src/qa/target/deadline.ts';
import { openMuteRun, requireToken } from '../../../src/qa/target/mute-run.ts';
import type { Target } from '../../../src/qa/target/target.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let state: string;
beforeEach(async () => {
  state = await mkdtemp(join(tmpdir(), 'qa runs '));
  // Only what counts the time of a run: files and sockets go on.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(state, { recursive: true });
});

const target: Target = {
  name: 'prod',
  origin: 'https://api.example',
  prefix: '/v2',
  databaseUrl: null,
  token: null,
  expected: { environment: null, commit: null, version: null },
  page: null,
  config: {},
  flags: [],
  databaseFlag: null,
};
const options = { insecure: false, timeout: 1_000, deadline: 60_000, consistency: 7 };

function appOf() {
  const first = new AbortController();
  const second = new AbortController();
  const told: string[] = [];
  const style = { isTerminal: false, columns: 80, colour: false, ascii: false, links: false };
  const app: App = {
    io: {
      environment: { QA_STATE_DIR: state },
      cwd: state,
      processes: ownProcesses,
      readStdin: async () => '',
    },
    version: '0',
    secrets: createSecrets(),
    interruption: { signal: first.signal, giveUp: second.signal, exitCode: () => null },
    runCommand: async () => null,
    print: () => undefined,
    reveal: () => undefined,
    say: (line) => void told.push(line),
    progress: () => undefined,
    terminal: { out: style, err: style },
  };
  return { app, told, first, second };
}
const plan = {} as Parameters<typeof openMuteRun>[3]['plan'];

it('a run is over with its deadline, or with the user', () => {
  const { app, first } = appOf();
  const { signal } = runDeadline(1_500, app);
  vi.advanceTimersByTime(1_499);
  expect(signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(signal.reason).toEqual(new Error('the deadline of 1.5 s was over'));

  const ended = runDeadline(1_500, app);
  ended.ends();
  vi.advanceTimersByTime(2_000);
  expect(ended.signal.aborted).toBe(false);
  first.abort();
  expect(ended.signal.aborted).toBe(true);
});

it('an API is reached where its target says, with the warning of --insecure once a run', async () => {
  const { app, told } = appOf();
  const { api, signal } = await openApi(options, app, target, { token: null });
  expect([api.origin, api.prefix, api.exchanges]).toEqual(['https://api.example', '/v2', []]);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect(signal.reason).toEqual(new Error('the deadline of 60 s was over'));
  await api.close();

  const other = appOf();
  const own = new AbortController().signal;
  for (const token of ['t', null]) {
    const opened = await openApi({ ...options, insecure: true }, other.app, target, { token, signal: own });
    expect(opened.signal).toBe(own);
    await opened.api.close();
  }
  expect(other.told).toEqual([
    'WARNING: --insecure accepts any certificate; whoever stands between can read the token.',
  ]);
  await expect(openApi(options, app, { ...target, origin: null }, { token: null })).rejects.toThrow(
    /^The target "prod" has no base URL: /,
  );
});

it.each<[string, Partial<typeof options & { warnMs: number; failMs: number }>, Target['config'], object]>([
  ['those of qa', {}, {}, { warnMs: 1_000, failMs: 5_000 }],
  ['the configured', {}, { thresholds: { warnMs: 1, failMs: 2 } }, { warnMs: 1, failMs: 2 }],
  [
    "the command line's",
    { warnMs: 0, failMs: 4 },
    { thresholds: { warnMs: 1, failMs: 2 } },
    { warnMs: 0, failMs: 4 },
  ],
])('what is slow is judged by %s', async (_, given, config, thresholds) => {
  const { app } = appOf();
  const run = await openMuteRun({ ...options, ...given }, app, { ...target, config }, { token: 't', plan });
  expect(run.context).toMatchObject({ thresholds, consistencyMs: 7, runMs: 60_000, token: 't' });
  expect(run.context.plan).toBe(plan);
  expect(run.context.journal).toBe(run.journal);
  await run.close();
});

it.each([
  [60_000, 50_000, 60_000],
  [9_000, 6_000, 9_000],
])('of %i ms the looks end after %i, and the clean-up after %i', async (deadline, ends, givesUp) => {
  const { app } = appOf();
  const { context, close } = await openMuteRun({ ...options, deadline }, app, target, { token: 't', plan });
  vi.advanceTimersByTime(ends - 1);
  expect(context.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(context.signal.reason).toEqual(
    new Error(`the deadline of ${deadline} ms was near, and the rest of it is for the clean-up`),
  );
  vi.advanceTimersByTime(givesUp - ends - 1);
  expect(context.hardSignal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(context.hardSignal.reason).toEqual(new Error('the clean-up did not end in time'));
  await close();
});

it('an interrupt leaves ten seconds for the clean-up, and a second one none', async () => {
  const { app, first } = appOf();
  const { context, close } = await openMuteRun(options, app, target, { token: 't', plan });
  first.abort();
  expect([context.signal.aborted, context.hardSignal.aborted]).toEqual([true, false]);
  vi.advanceTimersByTime(9_999);
  expect(context.hardSignal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  expect(context.hardSignal.aborted).toBe(true);
  await close();

  const other = appOf();
  const run = await openMuteRun(options, other.app, target, { token: 't', plan });
  other.second.abort();
  expect(run.context.hardSignal.aborted).toBe(true);
  await run.close();
});

it('a run holds the account alone until it is closed, and nothing ends it later', async () => {
  const { app } = appOf();
  const run = await openMuteRun(options, app, target, { token: 't', plan });
  await expect(openMuteRun(options, app, target, { token: 't', plan })).rejects.toThrow(
    /^Another run \(process \d+\) is at work on this target and user: /,
  );
  // Another user, another target.
  await (await openMuteRun(options, app, target, { token: 'u', plan })).close();
  await (await openMuteRun(options, app, { ...target, prefix: '' }, { token: 't', plan })).close();
  await run.close();
  expect(await readdir(state)).toEqual([]);
  vi.advanceTimersByTime(60_000);
  expect([run.context.signal.aborted, run.context.hardSignal.aborted]).toEqual([false, false]);
});

it('a token is asked for where none is given', () => {
  expect(requireToken('t')).toBe('t');
  expect(() => requireToken(null)).toThrow(
    'No token was given: pass it as - (standard input), with --token-file FILE, or in QA_TOKEN.',
  );
});
