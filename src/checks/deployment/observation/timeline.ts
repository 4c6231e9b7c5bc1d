import { unknown, type Judgement, type Observed } from '../../check.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Observation, Sample } from '../probes/observation.ts';

/** A stretch of samples of one route that were not good. */
export interface Outage {
  readonly path: string;
  readonly fromMs: number;
  /** When it was good again; null when it was not within the window. */
  readonly untilMs: number | null;
  /** Something good had been seen before: a deployment that only starts is no outage. */
  readonly afterGood: boolean;
  /** Nobody answered, or a gateway in the app's place, at some point of it. */
  readonly away: boolean;
  /** What was seen, in order, each once: `503`, `ECONNREFUSED`. */
  readonly seen: readonly string[];
}

/** Samples by route, in order of time. */
export function byPath(samples: readonly Sample[]): Map<string, Sample[]> {
  return groupBy(samples, ({ path }) => path);
}

/** The outages of every route. */
export function outagesOf(samples: readonly Sample[]): Outage[] {
  return [...byPath(samples)].flatMap(([path, route]) => {
    const outages: Outage[] = [];
    let open: Sample[] = [];
    let afterGood = false;
    const close = (untilMs: number | null): void => {
      const [first] = open;
      if (first === undefined) return;
      const seen = [...new Set(open.map((sample) => String(sample.status ?? sample.failure)))];
      outages.push({ path, fromMs: first.atMs, untilMs, afterGood, away: open.some(isAway), seen });
      open = [];
    };
    for (const sample of route) {
      if (saysNothing(sample)) continue;
      if (!isGood(sample)) {
        open.push(sample);
        continue;
      }
      close(sample.atMs);
      afterGood = true;
    }
    close(null);
    return outages;
  });
}

/** Gone and back again: the process was replaced. */
export function isRestart(outage: Outage): boolean {
  return outage.afterGood && outage.away && outage.untilMs !== null;
}

export function isGood(sample: Sample): boolean {
  return sample.status === 200 && sample.state !== 'bad';
}

/**
 * Neither good nor bad: a cache, a limit or a page spoke. An error of somebody in front is bad for users all
 * the same.
 */
function saysNothing({ status, unheard }: Sample): boolean {
  return unheard !== undefined && (status ?? 0) < 500;
}

/** 502 is what a gateway says when the process behind it is gone; many have another status for it. */
function isAway({ status, edge, gone }: Sample): boolean {
  return status === null || status === 502 || edge || gone === true;
}

/** Whether the application itself answered. */
export function isHeard({ status, unheard, edge }: Sample): boolean {
  return status !== null && unheard === undefined && !edge;
}

/**
 * What was found in the window; one that ended early, or in which the application was never heard, shows what
 * it saw, and clears nobody.
 */
export function inWindow({ samples, stopped }: Observation, observed: readonly Observed[]): Judgement {
  if (stopped !== null) return unknown(`${stopped} after ${samples.length} samples`, observed);
  const [first] = samples;
  if (observed.length > 0 || first === undefined || samples.some(isHeard)) return observed;
  return unknown(`in no sample the application answered: ${first.unheard ?? first.failure ?? 'no answer'}`);
}
