import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../../src/qa/command.ts';
import { createPassingLine } from '../../../src/qa/output/passing-line.ts';
import { run } from '../../../src/qa/run.ts';
import { ownProcesses } from '../../support/command-line.ts';

/** What the terminal shows on its last line: what was written behind the last erasure. */
const terminal = (columns = 40) => {
  let written = '';
  const line = createPassingLine((text) => void (written += text), columns);
  return { line, shown: () => written.split('\r\u001b[2K').at(-1), written: () => written };
};

describe('the line', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('says how long it has been silent, second by second, and begins anew with what is new', () => {
    const { line, shown } = terminal();
    line.show('counting orphans');
    expect(shown()).toBe('counting orphans');
    vi.advanceTimersByTime(2_900);
    expect(shown()).toBe('counting orphans');
    vi.advanceTimersByTime(1_200);
    expect(shown()).toBe('counting orphans (4 s)');
    vi.advanceTimersByTime(60_000);
    expect(shown()).toBe('counting orphans (64 s)');
    line.show('validating');
    expect(shown()).toBe('validating');
    line.end();
  });

  it('waits without a word until it is long', () => {
    const { line, written, shown } = terminal();
    line.await('still at work');
    vi.advanceTimersByTime(2_900);
    expect(written()).toBe('');
    vi.advanceTimersByTime(1_200);
    expect(shown()).toBe('still at work (4 s)');
    line.end();
  });

  it('gives way to a message, and then counts from it', () => {
    const { line, shown } = terminal();
    line.show('validating');
    vi.advanceTimersByTime(5_000);
    line.giveWay();
    expect(shown()).toBe('');
    vi.advanceTimersByTime(2_000);
    expect(shown()).toBe('');
    vi.advanceTimersByTime(1_000);
    expect(shown()).toBe('validating (3 s)');
    line.end();
  });

  it('is silent for ever once it has ended', () => {
    const { line, shown, written } = terminal();
    line.show('validating');
    line.end();
    const before = written();
    vi.advanceTimersByTime(60_000);
    expect(shown()).toBe('');
    expect(written()).toBe(before);
  });

  it('is never wider than the terminal, and keeps the time', () => {
    const { line, shown } = terminal(20);
    line.show('a very long line about a very long name');
    expect(shown()).toHaveLength(19);
    vi.advanceTimersByTime(5_000);
    expect(shown()).toHaveLength(19);
    expect(shown()).toMatch(/ \(5 s\)$/);
    line.end();
  });
});

/** A run against a server that takes connections and never answers, with standard error as it is said. */
const waiting = async (isTerminal: boolean, environment = {}) => {
  const server = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const heard = new EventEmitter();
  let stderr = '';
  let interrupt: (signal: 'SIGINT') => void = () => undefined;
  const ended = run(['verify-railway', '--base-url', `http://127.0.0.1:${port}`, '--timeout', '50s'], {
    environment: { PATH: '', ...environment },
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout: { write: () => undefined, isTerminal, columns: 80 },
    stderr: {
      write: (text) => {
        stderr += text;
        heard.emit('text');
      },
      isTerminal,
      columns: 80,
    },
    onSignal: (listener: Parameters<Io['onSignal']>[0]) => {
      interrupt = listener;
      return () => undefined;
    },
  });
  return {
    said: async (text: RegExp) => {
      while (!text.test(stderr)) await once(heard, 'text');
    },
    end: async () => {
      interrupt('SIGINT');
      const code = await ended;
      server.closeAllConnections();
      server.close();
      return { code, stderr };
    },
  };
};

it('a run says on a terminal that it still waits, and never elsewhere', async () => {
  const [there, elsewhere, dumb] = await Promise.all([
    waiting(true),
    waiting(false),
    waiting(true, { TERM: 'dumb' }),
  ]);
  await there.said(/still at work \(\d+ s\)/);
  const [ended, ...silent] = await Promise.all([there.end(), elsewhere.end(), dumb.end()]);
  expect(ended.code).toBe(130);
  // The line is taken away before anything else is said.
  expect(ended.stderr.replace(/^[^]*\r\u001b\[2K/, '')).not.toContain('still at work');
  expect(silent).toEqual(Array(2).fill({ code: 130, stderr: '' }));
});
