import { defineCheck, notAsked, type Observed } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { sampleAt, windowOf } from './examples/evidence.ts';
import { observation, type Sample } from './probes/observation.ts';
import { waiting } from './probes/waiting.ts';
import { byPath, inWindow, isHeard, isRestart, outagesOf } from './observation/timeline.ts';
import { restartedRepeatedly, notWaited, type WaitResult } from './observation/wait-result.ts';

export const restartingApp = defineCheck({
  code: 'restarting-app',
  title: 'The application restarts while being watched',
  severity: 'error',
  why:
    'Requests under way are lost, and a restart that repeats is a crash loop, which Railway ends ' +
    'after its retries.',
  remedy:
    'Read the last lines of the log before each start: an exception at start-up, a failing health ' +
    'check, or memory at its limit.',
  needs: { observation, waiting },
  judge: ({ observation: window, waiting: waited }) => {
    const { samples, stopped } = window;
    if (restartedRepeatedly(waited)) return [whileWaiting(waited)];
    if (samples.length === 0 && stopped === null)
      return notAsked({ without: '--observe' }, 'each route was asked only once');
    const gone = outagesOf(samples)
      .filter(isRestart)
      .map((outage): Observed => ({
        subject: outage.path,
        message:
          `GET ${outage.path} was good, then ${outage.seen.join(', ')}, and good again after ` +
          `${(outage.untilMs ?? 0) - outage.fromMs} ms.`,
        facts: { outage },
      }));
    const replaced = [...byPath(samples.filter(isHeard))].flatMap(([path, route]) => [
      ...replacementsOf(path, route),
    ]);
    return inWindow(window, onePerSubject([...gone, ...replaced]));
  },
  examples: {
    healthy: {
      observation: windowOf(sampleAt(0, { uptimeSeconds: 50 }), sampleAt(200, { uptimeSeconds: 50.2 })),
      waiting: notWaited,
    },
    broken: {
      observation: windowOf(
        sampleAt(0),
        sampleAt(100, { status: null, state: null, failure: 'ECONNREFUSED' }),
        sampleAt(200),
      ),
      waiting: notWaited,
    },
  },
});

function whileWaiting({ departures, milliseconds, outcome, consecutive }: WaitResult): Observed {
  return {
    subject: 'while waiting',
    message:
      `In ${(milliseconds / 1000).toFixed(1)} s of waiting the application went away ${departures} ` +
      `times, and was never ready ${consecutive} times in a row.`,
    facts: { departures, milliseconds, outcome },
  };
}

/**
 * Another process answers where one did before, and the earlier one does not come back: replicas take turns,
 * a restart does not.
 */
function* replacementsOf(path: string, route: readonly Sample[]): Generator<Observed> {
  for (const [index, next] of route.entries()) {
    const earlier = route.slice(0, index);
    const later = route.slice(index);
    const before = earlier.at(-1);
    if (before === undefined) continue;
    if (before.instance !== null && next.instance !== null) {
      // Another version in another instance is a deployment, not a restart.
      const sameBuild = before.version === next.version && before.commit === next.commit;
      if (
        sameBuild &&
        before.instance !== next.instance &&
        !later.some(({ instance }) => instance === before.instance) &&
        !earlier.some(({ instance }) => instance === next.instance)
      ) {
        yield {
          subject: path,
          message:
            `GET ${path} was answered by the instance ${before.instance}, and from then on by ` +
            `${next.instance}.`,
          facts: { before: before.instance, after: next.instance, atMs: next.atMs },
        };
      }
      if (before.instance !== next.instance) continue;
    }
    if (
      before.uptimeSeconds === null ||
      next.uptimeSeconds === null ||
      next.uptimeSeconds >= before.uptimeSeconds
    )
      continue;
    if (
      later.some((sample) => startedTogether(before, sample)) ||
      earlier.some((sample) => startedTogether(next, sample))
    )
      continue;
    yield {
      subject: path,
      message:
        `The uptime that GET ${path} reports went back from ${before.uptimeSeconds} s to ` +
        `${next.uptimeSeconds} s.`,
      facts: { before: before.uptimeSeconds, after: next.uptimeSeconds, atMs: next.atMs },
    };
  }
}

/**
 * The two samples come from processes that began within 1.5 s of each other: one process, whose uptime is
 * rounded.
 */
function startedTogether(one: Sample, other: Sample): boolean {
  if (one.uptimeSeconds === null || other.uptimeSeconds === null) return false;
  const start = (sample: Sample, uptime: number): number => sample.atMs / 1000 - uptime;
  return Math.abs(start(one, one.uptimeSeconds) - start(other, other.uptimeSeconds)) <= 1.5;
}

/** The first restart of a route is the message; how often it happened stands in the facts. */
function onePerSubject(observed: readonly Observed[]): Observed[] {
  return [...groupBy(observed, ({ subject }) => subject).values()].map(([first, ...others]) => ({
    ...first,
    facts: { ...first.facts, restarts: others.length + 1 },
  }));
}
