import { defineCheck, notAsked, unknown, type Observed } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { sampleAt, windowOf } from './examples/evidence.ts';
import { observation } from './probes/observation.ts';
import { waiting } from './probes/waiting.ts';
import { inWindow, isRestart, outagesOf } from './observation/timeline.ts';
import { restartedRepeatedly, notWaited, type WaitResult } from './observation/wait-result.ts';

export const flappingHealth = defineCheck({
  code: 'flapping-health',
  title: 'A health route is good and bad by turns',
  severity: 'error',
  why: 'A single look finds it green or red by luck; users meet both.',
  remedy:
    'Compare the times of the bad answers with the log: one bad replica behind the edge, a pool at ' +
    'its limit, or a dependency that comes and goes.',
  needs: { observation, waiting },
  judge: ({ observation: window, waiting: waited }) => {
    const { samples } = window;
    const relapsed = relapsesOf(waited);
    if (relapsed.length > 0) return relapsed;
    if (samples.length === 0 && window.stopped === null)
      return waited.outcome === 'timeout' && waited.inARow > 0
        ? unknown(`not seen long enough: ${waited.reason}`)
        : notAsked({ without: '--observe' }, 'each route was asked only once');
    // A process that was away and came back is `restarting-app`, and so is one that was replaced before and
    // is away when the window ends; one that was not good yet is starting.
    const all = outagesOf(samples);
    const restarts = all.some(isRestart);
    const outages = all.filter(
      (outage) => outage.afterGood && !isRestart(outage) && !(outage.away && restarts),
    );
    return inWindow(
      window,
      [...groupBy(outages, ({ path }) => path)].map(([path, list]) => {
        const of = samples.filter((sample) => sample.path === path).length;
        const seen = [...new Set(list.flatMap((outage) => outage.seen))];
        const back = list.every(({ untilMs }) => untilMs !== null);
        return {
          subject: path,
          message:
            `GET ${path} was good, then ${seen.join(', ')}, ` +
            `${list.length === 1 ? 'once' : `${list.length} times`} in ${of} ` +
            `samples${back ? '' : ', and not good again at the end'}.`,
          facts: { outages: list, samples: of },
        };
      }),
    );
  },
  examples: {
    healthy: { observation: windowOf(sampleAt(0), sampleAt(100), sampleAt(200)), waiting: notWaited },
    broken: {
      observation: windowOf(sampleAt(0), sampleAt(100, { status: 503, state: 'bad' }), sampleAt(200)),
      waiting: notWaited,
    },
  },
});

/** A wait that never saw it ready long enough: a single look afterwards may be green by luck. */
function relapsesOf(waited: WaitResult): Observed[] {
  const { outcome, relapses, consecutive, milliseconds } = waited;
  if (outcome !== 'timeout' || relapses === 0 || restartedRepeatedly(waited)) return [];
  return [
    {
      subject: 'while waiting',
      message:
        `In ${(milliseconds / 1000).toFixed(1)} s of waiting it stopped being ready ` +
        `${relapses === 1 ? 'once' : `${relapses} times`}, and was never ready ${consecutive} times in a ` +
        'row.',
      facts: { relapses, consecutive, milliseconds },
    },
  ];
}
