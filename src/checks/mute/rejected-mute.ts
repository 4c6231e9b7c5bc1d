import { defineCheck } from '../check.ts';

import { exampleAct, exampleJourney } from './examples/journey.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { isSuccess, type StepResult } from './journey/step.ts';
import { isRejection, lastMute, type Walk } from './journey/walk.ts';
import { judgeWalks } from './journey/judge-walks.ts';
import type { Kind } from './preferences/kinds.ts';
import { journey } from './probes/journey.ts';

const remedy =
  'Read the log of the service for this request; a message of the database names the next place to look.';

export const rejectedMute = defineCheck({
  code: 'rejected-mute',
  title: 'A valid mute is refused',
  severity: 'error',
  why: 'The user cannot hide what they do not want to read.',
  remedy,
  needs: { journey },
  judge: ({ journey: { walks } }) => {
    const sent = walks.filter(({ mute }) => mute !== null && mute.status !== null);
    const rejected = sent.flatMap((walk) => {
      const { kind, value, alone, mute, muteAgain } = walk;
      // What was refused beside others and not alone is a race.
      const act = (alone === null ? [mute, muteAgain] : [alone]).find((each) => each && isRejection(each));
      if (!act) return [];
      const message = `${act.method} ${act.path} was ${describeAnswer(act)}`;
      return [
        {
          subject: kind,
          message,
          ...(knowsValues(act) && { advice: `${remedy}${nameOne(kind)}` }),
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
    const judged = sent.filter((walk) => isAcceptedOrRefused(lastMute(walk)) || rejected.some(of(walk)));
    return judgeWalks(walks, judged, rejected);
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

const of =
  ({ kind }: Walk) =>
  ({ subject }: { readonly subject: string }): boolean =>
    subject === kind;

/** Accepted, or refused as a mute: too many requests and refused credentials say neither. */
function isAcceptedOrRefused(act: StepResult | null): boolean {
  return act !== null && (isSuccess(act.status) || isRejection(act));
}

/** The API looked at the value, and did not like it. */
function knowsValues({ status }: StepResult): boolean {
  return status === 400 || status === 404 || status === 422;
}

function nameOne(kind: Kind): string {
  return kind === 'content-type'
    ? ''
    : ' Where the API takes only values that it knows, name one with ' +
        `--${kind === 'source' ? 'source-id' : kind}.`;
}
