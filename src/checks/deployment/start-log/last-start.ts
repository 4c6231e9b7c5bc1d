import type { StartEvent } from './events.ts';
import { reasons, signs, type Reason } from './signs.ts';

/** Of a service that does not come up, this many starts in a row are a loop. */
const startsOfALoop = 3;

/** What says only that a start failed has nothing to add to what says why. */
const outcomes: readonly Reason[] = ['failed-startup', 'failed-healthcheck'];

/** How the last start in a log went. */
export interface LastStart {
  /** Line on which the service was up; null where it was not since it last began. */
  readonly arrivedAt: number | null;
  /** Line on which it last began; null where the log begins later. */
  readonly begunAt: number | null;
  /** Why it failed, in the order in which the log says so, each with its lines. */
  readonly failures: ReadonlyMap<Reason, readonly StartEvent[]>;
  /** Starts in a row that did not come up; 0 where they are too few to be a loop. */
  readonly loop: number;
}

/**
 * Reads the events from the first to the last: whatever failed before the service came up is over. What a
 * running service says as well (a timeout, a lost database) counts only while it is starting.
 */
export function lastStart(events: readonly StartEvent[], isCut: boolean): LastStart {
  // A log from its beginning begins with a start, whether that is told or not.
  let isStarting = !isCut;
  let arrivedAt: number | null = null;
  let begunAt: number | null = null;
  const failures = new Map<Reason, StartEvent[]>();
  const begun = new Map<string, number>();
  for (const event of events) {
    if (event.kind === 'begun') {
      isStarting = true;
      arrivedAt = null;
      begunAt = event.line;
      begun.set(event.name, (begun.get(event.name) ?? 0) + 1);
    } else if (event.kind === 'arrived') {
      isStarting = false;
      arrivedAt = event.line;
      failures.clear();
      begun.clear();
    } else {
      // A report that a newer qa has saved may name others.
      const reason = reasons.find((known) => known === event.name);
      if (reason === undefined) continue;
      if (!isStarting && !signs[reason].onlyAtStart) continue;
      failures.set(reason, [...(failures.get(reason) ?? []), event]);
    }
  }
  for (const reason of outcomes) if (failures.size > 1) failures.delete(reason);
  const starts = Math.max(0, ...begun.values());
  return { arrivedAt, begunAt, failures, loop: starts < startsOfALoop ? 0 : starts };
}
