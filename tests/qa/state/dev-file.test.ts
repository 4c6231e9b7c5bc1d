import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { publish, refuseSecond } from '../../../src/qa/state/dev-file.ts';
import { startHealthServer } from '../../checks/deployment/health-server.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'qa-dev-file-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const server = { baseUrl: 'http://127.0.0.1:1', token: 't', databaseUrl: 'postgresql://h/d', incident: null };
const io = () => ({ cwd, processes: ownProcesses });
const put = async (text: string): Promise<void> => {
  await mkdir(join(cwd, '.qa'), { recursive: true });
  await writeFile(join(cwd, '.qa', 'dev.json'), text);
};
const left = () => readdir(join(cwd, '.qa')).catch(() => null);

it('what runs here is written whole, for its owner alone, and taken away again', async () => {
  const { withdraw } = await publish(io(), { ...server, incident: 'pool-exhausted' });
  const file = join(cwd, '.qa', 'dev.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({
    schema: 1,
    pid: process.pid,
    baseUrl: 'http://127.0.0.1:1',
    apiPrefix: '/api',
    token: 't',
    databaseUrl: 'postgresql://h/d',
    incident: 'pool-exhausted',
  });
  expect(await left()).toEqual(['dev.json']);
  await withdraw();
  expect(await left()).toBeNull();
});

it('what else lies beside it stays', async () => {
  const { withdraw } = await publish(io(), server);
  await writeFile(join(cwd, '.qa', 'mine'), '');
  await withdraw();
  expect(await left()).toEqual(['mine']);
});

it('a second one is refused while the first serves, and nothing of it is changed', async () => {
  const first = await startHealthServer();
  try {
    await publish(io(), { ...server, baseUrl: first.origin });
    const refusal = `qa dev already runs here (process ${process.pid}, ${first.origin}): stop it with Ctrl-C`;
    await expect(refuseSecond(io())).rejects.toThrow(refusal);
    await expect(publish(io(), server)).rejects.toThrow(refusal);
    expect(await left()).toEqual(['dev.json']);
    expect(await readFile(join(cwd, '.qa', 'dev.json'), 'utf8')).toContain(first.origin);
  } finally {
    await first.stop();
  }
});

it.each([
  ['of a process that is gone', JSON.stringify({ pid: process.pid + 1, baseUrl: 'http://127.0.0.1:1' })],
  [
    'of a number that somebody else has now',
    JSON.stringify({ pid: process.pid, baseUrl: 'http://127.0.0.1:1' }),
  ],
  ['that names no address', JSON.stringify({ pid: process.pid, baseUrl: 'nowhere' })],
  ['that is half written', '{"pid":'],
  ['of another form', '[]'],
])('a file %s is in nobody’s way', async (_, text) => {
  await put(text);
  await refuseSecond(io());
  expect(await left()).toEqual([]);
});

it('no file is in nobody’s way either', async () => {
  await refuseSecond(io());
  expect(await left()).toBeNull();
});

it('a directory that cannot be written is told with its reason', async () => {
  await writeFile(join(cwd, '.qa'), 'a file');
  await expect(publish(io(), server)).rejects.toThrow(
    /dev\.json cannot be written \((EEXIST|ENOTDIR)\): start/,
  );
});

it('a file that goes away meanwhile is in nobody’s way, and is withdrawn without a word', async () => {
  await put(JSON.stringify({ pid: process.pid, baseUrl: 'http://127.0.0.1:1' }));
  const file = join(cwd, '.qa', 'dev.json');
  const isRunning = (): boolean => {
    rmSync(file);
    return false;
  };
  await refuseSecond({ cwd, processes: { own: process.pid, isRunning } });
  expect(await left()).toEqual([]);
  const { withdraw } = await publish(io(), server);
  rmSync(file);
  await withdraw();
  expect(await left()).toBeNull();
});
