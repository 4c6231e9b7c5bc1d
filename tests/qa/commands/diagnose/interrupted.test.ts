import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import type { Io } from '../../../../src/qa/command.ts';
import { startSmallApi } from '../../../checks/mute/small-api.ts';
import { runLine } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

let directory: string;
let database: FreshDatabase;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa diagnose '));
  database = await freshDatabase();
});
afterAll(async () => {
  await database.close();
  await rm(directory, { recursive: true });
});

/** A server that holds the first mute until it is let go. */
async function holding() {
  let letGo: () => void = () => undefined;
  let caught: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (caught = resolve));
  const opened = new Promise<void>((resolve) => (letGo = resolve));
  const api = await startSmallApi({}, {}, async (method, path) => {
    if (method !== 'POST' || !path.includes('/mute-')) return true;
    caught();
    await opened;
    return true;
  });
  const environment = { QA_BASE_URL: api.origin, QA_TOKEN: api.token, QA_STATE_DIR: directory };
  return { api, held, letGo, environment };
}

it('a look that cannot begin is unknown, with the reason, and the others go on', async () => {
  const { api, held, letGo, environment } = await holding();
  const earlier = runLine(['verify-mute'], { environment });
  await held;
  const { code, stdout } = await runLine(['diagnose', '--timeout', '2s', '--format', 'json'], {
    environment: { ...environment, QA_DATABASE_URL: database.url },
  });
  letGo();
  await earlier;
  await api.close();
  const { verdicts, exitCode } = JSON.parse(stdout) as Report;
  expect(exitCode).toBe(code);
  expect([1, 3]).toContain(code);
  expect(verdicts.find(({ check }) => check === 'verify-mute')).toMatchObject({
    status: 'unknown',
    reason: expect.stringMatching(/^qa verify-mute could not look: Another run \(process \d+\) is at work /),
  });
  expect(verdicts).toContainEqual(expect.objectContaining({ check: 'wrong-target', status: 'clear' }));
  expect(verdicts.some(({ check }) => check === 'dead-liveness')).toBe(true);
}, 30_000);

it('Ctrl-C ends it with 130, and what it muted is unmuted', async () => {
  const { api, held, letGo, environment } = await holding();
  const before = structuredClone(api.state);
  const listeners = new Set<Parameters<Io['onSignal']>[0]>();
  const running = runLine(['diagnose', '--format', 'json'], {
    environment,
    onSignal: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  });
  await held;
  for (const listener of listeners) listener('SIGINT');
  letGo();
  const { code, stdout } = await running;
  expect(code).toBe(130);
  expect(api.state).toEqual(before);
  await api.close();
  const { exitCode, cleanup, diagnosis } = JSON.parse(stdout) as Report;
  expect({ exitCode, left: cleanup.undo }).toEqual({ exitCode: 130, left: [] });
  expect(diagnosis?.status).not.toBe('healthy');
}, 30_000);
