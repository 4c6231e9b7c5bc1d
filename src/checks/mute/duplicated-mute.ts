import { defineCheck } from '../check.ts';

import { isSuccess } from './journey/step.ts';
import { exampleJourney, exampleRoutes, exampleValue } from './examples/journey.ts';
import { listedAt } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import { journey } from './probes/journey.ts';
import { unmuteRoutes } from './probes/unmute-routes.ts';

export const duplicatedMute = defineCheck({
  code: 'duplicated-mute',
  title: 'Muting twice lists the value twice',
  severity: 'warning',
  why: 'The list grows with every tap, and one unmute may leave copies behind.',
  remedy: 'Remove the value before appending it, in the same statement.',
  needs: { journey, unmuteRoutes },
  judge: ({ journey: { walks, readings }, unmuteRoutes: { routes } }) => {
    const judged = walks.filter(
      (walk) => isSuccess(walk.muteAgain?.status ?? null) && (listedAt(readings, 'muted', walk) ?? 0) > 0,
    );
    // The release of January 2026 appends without removing, and has no unmute for themes and topics:
    // there it is information only.
    const january = ['theme', 'topic'].every((kind) =>
      routes.some((route) => route.kind === kind && route.status === 'missing'),
    );
    const duplicated = judged.flatMap((walk) => {
      const times = listedAt(readings, 'muted', walk) ?? 0;
      if (times < 2) return [];
      const message =
        `${walk.kind} "${walk.value}" stands ${times} times in its list after it was muted ` +
        `twice${january ? ', as the release of January 2026 does' : ''}.`;
      return [
        {
          subject: walk.kind,
          message,
          facts: { times, value: walk.value },
          ...(january && { severity: 'info' as const }),
        },
      ];
    });
    return judgeWalks(walks, judged, duplicated);
  },
  examples: {
    healthy: { journey: exampleJourney(), unmuteRoutes: exampleRoutes('present') },
    broken: {
      journey: exampleJourney({ muted: { topic: [exampleValue('topic'), exampleValue('topic')] } }),
      unmuteRoutes: exampleRoutes('present'),
    },
  },
});
