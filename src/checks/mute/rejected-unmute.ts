import { defineCheck } from '../check.ts';

import { exampleAct, exampleJourney, exampleRoutes } from './examples/journey.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { isAcknowledged, isRejection, listedAt, type Walk } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { journey } from './probes/journey.ts';
import { unmuteRoutes } from './probes/unmute-routes.ts';

export const rejectedUnmute = defineCheck({
  code: 'rejected-unmute',
  title: 'A valid unmute is refused',
  severity: 'error',
  why: 'The user cannot get back what they once hid.',
  remedy: 'Read the log of the service for this request.',
  needs: { journey, unmuteRoutes },
  judge: ({ journey: { walks: all, readings }, unmuteRoutes: { routes } }) => {
    const walks = all.map(withoutAnswerInFront);
    const rejected = walks.flatMap((walk) => {
      const { kind } = walk;
      // What was never stored may well be answered 404.
      const unmute = isAcknowledged(walk) && listedAt(readings, 'muted', walk) !== 0 ? walk.unmute : null;
      // Before the mute, an unmute of an unused value is tried; a refusal there is the same fault, seen
      // earlier.
      const tried = routes.find((route) => route.kind === kind && route.status === 'rejected')?.asked;
      const act = unmute ?? tried;
      if (!act || act.inFront !== undefined || !isRejection(act)) return [];
      const message = `${act.method} ${act.path} was ${describeAnswer(act)}`;
      return [
        {
          subject: kind,
          message,
          facts: { status: act.status, detail: act.detail, errorType: act.errorType, exchange: act.exchange },
        },
      ];
    });
    const sent = walks.filter(
      ({ kind, unmute }) =>
        (unmute?.status != null && unmute.inFront === undefined) ||
        rejected.some(({ subject }) => subject === kind),
    );
    return judgeWalks(walks, sent, rejected);
  },
  examples: {
    healthy: { journey: exampleJourney(), unmuteRoutes: exampleRoutes('present') },
    broken: {
      journey: exampleJourney({
        walks: { topic: { unmute: exampleAct({ method: 'DELETE', status: 500 }) } },
      }),
      unmuteRoutes: exampleRoutes('present'),
    },
  },
});

/** Who stands in front has a code of its own; what the application would have said is not known. */
function withoutAnswerInFront(walk: Walk): Walk {
  const inFront = walk.unmute?.inFront;
  return inFront === undefined
    ? walk
    : { ...walk, stopped: { reason: `its unmute was not judged: ${inFront}`, deliberate: false } };
}
