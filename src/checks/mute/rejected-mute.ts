import { defineCheck } from '../check.ts';

import { exampleAct, exampleJourney } from './examples/journey.ts';
import { describeAnswer } from './journey/told.ts';
import { isRejection, journey, judgeWalks } from './probes/journey.ts';

export const rejectedMute = defineCheck({
  code: 'rejected-mute',
  title: 'A valid mute is refused',
  severity: 'error',
  why: 'The user cannot hide what they do not want to read.',
  remedy:
    'Read the log of the service for this request; a message of the database names the next place to look.',
  needs: { journey },
  judge: ({ journey: { walks } }) => {
    const sent = walks.filter(({ mute }) => mute !== null && mute.status !== null);
    const rejected = sent.flatMap(({ kind, mute, muteAgain, value }) => {
      const act = [mute, muteAgain].find((each) => each !== null && isRejection(each));
      if (!act) return [];
      const message = `${act.method} ${act.path} was ${describeAnswer(act)}`;
      return [
        {
          subject: kind,
          message,
          facts: {
            status: act.status,
            detail: act.detail,
            errorType: act.errorType,
            value,
            exchange: act.exchange,
          },
        },
      ];
    });
    return judgeWalks(walks, sent, rejected);
  },
  examples: {
    healthy: { journey: exampleJourney() },
    broken: {
      journey: exampleJourney({
        walks: { theme: { mute: exampleAct({ status: 500, detail: 'Internal Server Error' }) } },
      }),
    },
  },
});
