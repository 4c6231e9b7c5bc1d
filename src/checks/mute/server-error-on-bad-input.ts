import { defineCheck, unknown } from '../check.ts';

import { exampleAct } from './examples/journey.ts';
import { isJudgement } from './journey/step.ts';
import { describeAnswer } from './journey/answer-text.ts';
import { badInput } from './probes/bad-input.ts';

export const serverErrorOnBadInput = defineCheck({
  code: 'server-error-on-bad-input',
  title: 'Bad input is answered with a server error',
  severity: 'error',
  why: 'The mistake of a client looks like an outage, wakes somebody, and hides real ones.',
  remedy: 'Validate the body before it is used, and answer 4xx.',
  needs: { badInput },
  judge: ({ badInput: { attempts } }) => {
    const errors = attempts
      .filter(({ status, fromApi }) => status !== null && status >= 500 && status !== 501 && fromApi)
      .map((act) => ({
        subject: act.step,
        message: `"${act.step}" (${act.method} ${act.path}) was ${describeAnswer(act)}`,
        facts: {
          status: act.status,
          detail: act.detail,
          errorType: act.errorType,
          exchange: act.exchange,
        },
      }));
    // 501 and answers that are not the API's own have codes of their own, and say nothing of bad input.
    // What is too large is rightly refused, whoever does it.
    const unseen = attempts.filter((act) => (!isJudgement(act) && act.status !== 413) || act.status === 501);
    return unseen.length === 0
      ? errors
      : unknown(
          `not judged: ${unseen.map(({ step, status }) => `${step} (${status ?? 'no answer'})`).join(', ')}`,
          errors,
        );
  },
  examples: {
    healthy: {
      badInput: { attempts: [{ ...exampleAct({ status: 422 }), step: 'mute source without a field' }] },
    },
    broken: {
      badInput: { attempts: [{ ...exampleAct({ status: 500 }), step: 'mute source without a field' }] },
    },
  },
});
