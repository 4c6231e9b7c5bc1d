import { spawn, spawnSync, type StdioOptions } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, openSync } from 'node:fs';
import { lstat, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/qa/run.ts';
import { buildBinary, type Binary } from '../../support/binary.ts';
import { runLine } from '../../support/command-line.ts';
import { ownProcesses } from '../../support/own-processes.ts';
import { exampleReport } from '../../support/example-report.ts';

/** Several times what a pipe and a stream hold. */
const lines = 8_000;

describe('a report that is longer than its reader is quick', () => {
  let directory: string;
  let binary: Binary;
  let saved: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'long report '));
    binary = await buildBinary();
    saved = join(directory, 'report.json');
    const evidence = {
      rows: Array.from({ length: lines }, (_, row) => ({
        row,
        text: 'a line of evidence that takes its place'.repeat(4),
      })),
    };
    await writeFile(saved, JSON.stringify(exampleReport({ evidence })));
  });
  afterAll(async () => {
    await binary.remove();
    await rm(directory, { recursive: true });
  });

  it('is written piece by piece, each once the one before is taken', async () => {
    const pieces: string[] = [];
    let take: () => void = () => undefined;
    const ended = run(['render', saved, '--format', 'json'], {
      environment: {},
      cwd: directory,
      processes: ownProcesses,
      readStdin: () => Promise.resolve(''),
      stdout: {
        write: (text) => void pieces.push(text),
        drained: () => new Promise<null>((resolve) => (take = () => resolve(null))),
        isTerminal: false,
        columns: 80,
      },
      stderr: { write: () => undefined, isTerminal: false, columns: 80 },
      onSignal: () => () => undefined,
    });
    await expect.poll(() => pieces.length).toBe(1);
    for (let taken = 1; taken < 10; taken += 1) {
      take();
      for (let turns = 0; turns < 20; turns += 1) await turn();
      expect(pieces).toHaveLength(taken + 1);
    }
    expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(70_000);
    const rest = setInterval(() => take(), 0);
    expect(await ended).toBe(1);
    clearInterval(rest);
    expect(JSON.parse(pieces.join(''))).toEqual(JSON.parse(await readFile(saved, 'utf8')));
  });

  const start = () =>
    spawn(process.execPath, [binary.path, 'render', saved, '--format', 'json'], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  it('comes whole to a reader that begins late', async () => {
    const child = start();
    const ended = once(child, 'close');
    await once(child.stdout, 'readable');
    let text = '';
    for await (const chunk of child.stdout.setEncoding('utf8')) text += String(chunk);
    expect(await ended).toEqual([1, null]);
    expect(JSON.parse(text)).toEqual(JSON.parse(await readFile(saved, 'utf8')));
  });

  it('ends quietly where its reader has seen enough', async () => {
    const child = start();
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    await once(child.stdout, 'data');
    child.stdout.destroy();
    const [code, signal] = await once(child, 'close');
    expect({ code, signal, said }).toEqual({ code: 1, signal: null, said: '' });
  });

  /** Where `full` is 1, standard output has no place left; where it is 2, standard error. */
  const runFull = (full: 1 | 2, argv: readonly string[]) => {
    const device = openSync('/dev/full', 'w');
    const stdio: StdioOptions = full === 1 ? ['ignore', device, 'pipe'] : ['ignore', 'pipe', device];
    try {
      return spawnSync(process.execPath, [binary.path, ...argv], {
        env: { QA_STATE_DIR: directory },
        stdio,
        encoding: 'utf8',
      });
    } finally {
      closeSync(device);
    }
  };

  it
    .runIf(existsSync('/dev/full'))
    .each([['render', 'SAVED'], ['render', 'SAVED', '-f', 'json'], ['checks'], ['--help']])(
    'says that standard output is full, and ends with 2: qa %s %s %s %s',
    (...argv) => {
      const ended = runFull(
        1,
        argv.map((word) => (word === 'SAVED' ? saved : word)),
      );
      expect(ended).toMatchObject({
        status: 2,
        stderr: expect.stringMatching(/^qa: Standard output cannot be written: ENOSPC.*\n$/),
      });
    },
  );

  it.runIf(existsSync('/dev/full'))('is whole where only the messages have no place', async () => {
    const targets = join(directory, 'targets.json');
    await writeFile(targets, '{"targets":[{"name":"nobody","baseUrl":"http://127.0.0.1:1"}]}');
    const { status, stdout } = runFull(2, ['fleet', targets, '--verbose', '--format', 'json']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ command: 'fleet', exitCode: 1 });
  });

  it('goes through a link and into a pipe, and leaves both what they are', async () => {
    const link = join(directory, 'link.json');
    const pipe = join(directory, 'pipe');
    await symlink('linked.json', link);
    expect(await runLine(['render', saved, '-f', `json=${link}`])).toMatchObject({ code: 1, stderr: '' });
    expect((await lstat(link)).isSymbolicLink()).toBe(true);
    const whole = await readFile(join(directory, 'linked.json'), 'utf8');
    expect(JSON.parse(whole)).toMatchObject({ schema: 1 });
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    const [ended, read] = await Promise.all([
      runLine(['render', saved, '-o', pipe, '-f', 'json']),
      readFile(pipe, 'utf8'),
    ]);
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(read).toBe(whole);
    expect((await lstat(pipe)).isFIFO()).toBe(true);
  });
});
