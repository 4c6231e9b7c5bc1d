import { defineCheck, unknown } from '../check.ts';

import { exampleAct } from './examples/journey.ts';
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
      // 501 and answers that are not the API's own have codes of their own.
      .filter(({ status, fromApi }) => status !== null && status >= 500 && status !== 501 && fromApi)
      .map(({ step, method, path, status, detail, exchange }) => ({
        subject: step,
        message: `"${step}" (${method} ${path}) was answered ${status}: ${detail}`,
        facts: { status, detail, exchange },
      }));
    const silent = attempts.filter(({ status }) => status === null);
    return silent.length === 0
      ? errors
      : unknown(`not answered: ${silent.map(({ step }) => step).join(', ')}`, errors);
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
