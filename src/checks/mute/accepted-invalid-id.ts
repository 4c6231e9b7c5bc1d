import { defineCheck, notAsked, unknown } from '../check.ts';

import { isJudgement, isSuccess } from './journey/step.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { exampleAct } from './examples/journey.ts';
import { badInput } from './probes/bad-input.ts';
import { invalidIdStep } from './journey/requests.ts';

export const acceptedInvalidId = defineCheck({
  code: 'accepted-invalid-id',
  title: 'A source id that is not a UUID is accepted',
  severity: 'error',
  why: 'Rubbish gets into the list, or the answer says 200 and stores nothing.',
  remedy: 'Type the field as a UUID, so that the framework answers 422.',
  needs: { badInput },
  judge: ({ badInput: { attempts, heldBack } }) => {
    const held = heldBack?.find(({ step }) => step === invalidIdStep);
    if (held !== undefined) {
      const reason = 'it was not sent: a lenient server would store it, and no unmute of a source is proven';
      return held.route === 'unproven' ? unknown(reason) : notAsked({ without: '--allow-residue' }, reason);
    }
    const attempt = attempts.find(({ step }) => step === invalidIdStep);
    if (!attempt || attempt.status === null) return unknown(`"${invalidIdStep}" got no answer`);
    if (!isSuccess(attempt.status)) {
      return isJudgement(attempt) ? [] : unknown(`"${invalidIdStep}" was ${describeAnswer(attempt)}`);
    }
    return [
      {
        subject: 'source',
        message: `A source_id that is not a UUID was answered ${attempt.status}.`,
        facts: { exchange: attempt.exchange },
      },
    ];
  },
  examples: {
    healthy: { badInput: { attempts: [{ ...exampleAct({ status: 422 }), step: invalidIdStep }] } },
    broken: { badInput: { attempts: [{ ...exampleAct(), step: invalidIdStep }] } },
  },
});
