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

/** 502 is what a gateway says when the process behind it is gone. */
function isAway(sample: Sample): boolean {
  return sample.status === null || sample.status === 502 || sample.edge;
}

/** What was found in the window; one that ended early shows what it saw, and clears nobody. */
export function inWindow({ samples, stopped }: Observation, observed: readonly Observed[]): Judgement {
  return stopped === null ? observed : unknown(`${stopped} after ${samples.length} samples`, observed);
}
