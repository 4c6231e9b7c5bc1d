import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPassingLine } from '../../../src/qa/output/passing-line.ts';

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
