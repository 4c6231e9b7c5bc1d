import { describe, expect, it } from 'vitest';
import { notWaited, type WaitResult } from '../../../../src/checks/deployment/observation/wait-result.ts';
import { sampleAt, windowOf } from '../../../../src/checks/deployment/examples/evidence.ts';
import { flappingHealth } from '../../../../src/checks/deployment/flapping-health.ts';
import type { Sample } from '../../../../src/checks/deployment/probes/observation.ts';
import { restartingApp } from '../../../../src/checks/deployment/restarting-app.ts';

const window = (...changes: Partial<Sample>[]) => ({
  observation: windowOf(...changes.map((change, index) => sampleAt(index * 100, change))),
  waiting: notWaited,
});
const bad: Partial<Sample> = { status: 503, state: 'bad' };
const away: Partial<Sample> = { status: null, state: null, failure: 'ECONNREFUSED' };
const gateway: Partial<Sample> = { status: 502, state: null };
const up = (uptimeSeconds: number, instance: string | null = null): Partial<Sample> => ({
  uptimeSeconds,
  instance,
});

/** Which of the two is found. */
const found = (evidence: ReturnType<typeof window>): string[] =>
  [flappingHealth, restartingApp]
    .filter((check) => {
      const judgement = check.judge(evidence);
      return !('status' in judgement) && judgement.length > 0;
    })
    .map(({ code }) => code);

describe('one cause has one name', () => {
  it.each([
    ['all good', window({}, {}, {}), []],
    ['good, 503, good', window({}, bad, {}), ['flapping-health']],
    ['good, then bad to the end', window({}, {}, bad), ['flapping-health']],
    ['good, then gone to the end', window({}, {}, away), ['flapping-health']],
    ['bad, then good: it only starts', window(bad, away, {}), []],
    ['bad throughout: the single look says so', window(bad, bad), []],
    ['good, refused, good', window({}, away, {}), ['restarting-app']],
    ['good, 502, good', window({}, gateway, {}), ['restarting-app']],
    ['restarted, then gone to the end', window({}, away, {}, away), ['restarting-app']],
    ['restarted, then bad to the end', window({}, away, {}, bad), ['flapping-health', 'restarting-app']],
    ['good, refused, not ready yet, good', window({}, away, bad, {}), ['restarting-app']],
    ['the uptime goes back', window(up(100), up(100.1), up(0.2)), ['restarting-app']],
    ['the uptime goes on', window(up(100), up(100.1), up(100.2)), []],
    ['replicas take turns', window(up(100), up(5), up(100.2), up(5.2)), []],
    ['named replicas take turns', window(up(9, 'a'), up(5, 'b'), up(9, 'a'), up(5, 'b')), []],
    [
      'another instance for good',
      window({ instance: 'a' }, { instance: 'b' }, { instance: 'b' }),
      ['restarting-app'],
    ],
    ['another build in another instance', window({ instance: 'a' }, { instance: 'b', version: '2' }), []],
  ])('%s', (_what, evidence, codes) => {
    expect(found(evidence)).toEqual(codes);
  });

  const proxy: Partial<Sample> = { status: 503, state: null, unheard: 'nginx answered', gone: true };
  const slow: Partial<Sample> = { status: 504, state: null, unheard: 'nginx answered' };
  const cached: Partial<Sample> = { unheard: 'a cache answered' };
  const limited: Partial<Sample> = { status: 429, state: null, unheard: 'GET /api/health answered 429' };

  it.each([
    ['good, nobody behind the proxy, good', window({}, proxy, {}), ['restarting-app']],
    ['good, too slow for the proxy, good', window({}, slow, {}), ['flapping-health']],
    ['good, then nobody behind the proxy to the end', window({}, proxy), ['flapping-health']],
    ['good, too many requests, good', window({}, limited, {}), []],
    ['good, kept answers between, good', window({}, cached, {}), []],
    ['a kept answer hides that it was away', window({}, away, cached, {}), ['restarting-app']],
    ['another instance, in a kept answer', window(up(9, 'a'), { ...up(5, 'b'), ...cached }), []],
  ])('takes what others say in its place for what it is: %s', (_what, evidence, codes) => {
    expect(found(evidence)).toEqual(codes);
  });

  it.each([
    ['a proxy', window(proxy, proxy), /nginx answered/],
    ['a proxy that does not wait', window(slow, slow), /nginx answered/],
    ['a cache', window(cached, cached), /a cache answered/],
    ['a limit', window(limited, limited), /answered 429/],
    ['nobody', window(away, away), /ECONNREFUSED/],
  ])('is unknown where only %s answered while it was watched', (_who, evidence, reason) => {
    for (const check of [flappingHealth, restartingApp])
      expect(check.judge(evidence)).toMatchObject({
        status: 'unknown',
        reason: expect.stringMatching(reason),
      });
  });

  it('says nothing where it looked once only', () => {
    expect(flappingHealth.judge(window())).toMatchObject({ status: 'skipped' });
    expect(restartingApp.judge(window())).toMatchObject({ status: 'skipped' });
  });
});

describe('what was seen while waiting counts, though the look after it is green', () => {
  const after = (waited: Partial<WaitResult>, ...changes: readonly Partial<Sample>[]) => ({
    ...window(...changes),
    waiting: { ...notWaited, consecutive: 3, milliseconds: 60_000, ...waited },
  });
  it.each([
    ['ready at last', after({ outcome: 'ready', inARow: 3, relapses: 2, departures: 1 }), []],
    ['ready by turns', after({ outcome: 'timeout', relapses: 4, inARow: 1 }), ['flapping-health']],
    ['a crash loop', after({ outcome: 'hopeless', relapses: 2, departures: 3 }), ['restarting-app']],
    ['went away twice, never ready', after({ outcome: 'timeout', departures: 2 }), ['restarting-app']],
    ['never ready: the look after it says why', after({ outcome: 'timeout' }), []],
  ])('%s', (_what, evidence, codes) => {
    expect(found(evidence)).toEqual(codes);
  });

  it('is unknown where it became ready too late to be called stable, unless a window shows it', () => {
    expect(flappingHealth.judge(after({ outcome: 'timeout', inARow: 1 }))).toMatchObject({
      status: 'unknown',
    });
    expect(flappingHealth.judge(after({ outcome: 'timeout', inARow: 1 }, {}, {}))).toEqual([]);
  });
});
