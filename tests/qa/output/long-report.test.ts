import { spawn } from 'node:child_process';
import { ownProcesses } from '../../support/command-line.ts';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from '../../../src/qa/run.ts';
import { buildBinary, type Binary } from '../../support/binary.ts';
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
        drained: () => new Promise<void>((resolve) => (take = resolve)),
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
});
