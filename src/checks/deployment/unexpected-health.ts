import { defineCheck, isWithheld, notAsked, unknown } from '../check.ts';
import { healthWith } from './examples/evidence.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';
import { valueAt } from './health/expected-value.ts';
import { expectations } from './probes/expectations.ts';
import { health } from './probes/health.ts';

export const unexpectedHealth = defineCheck({
  code: 'unexpected-health',
  title: 'A health body does not hold what it must',
  severity: 'error',
  why: 'What the body was expected to say is what this deployment is trusted for; it says something else.',
  remedy: 'Look at what the route answers now; where the form has changed, give --expect-json the new place.',
  needs: { health, expectations },
  judge: ({ health: seen, expectations: { values } }) => {
    if (values.length === 0) return notAsked({ without: '--expect-json' }, 'no value was expected');
    // The readiness body says the most; where there is none, liveness is what there is.
    const exchange = seen.readiness.answer?.status === 404 ? seen.liveness : seen.readiness;
    const reached = applicationAnswer(seen, exchange);
    if (isWithheld(reached)) return reached;
    const { json } = reached.answer.body;
    const { path } = exchange.request;
    if (json === undefined)
      return (
        incompleteBody(exchange) ?? unknown(`GET ${path} answered without JSON, so no value can be compared`)
      );
    return values.flatMap(({ pointer, value }) => {
      const found = valueAt(json, pointer);
      if (found === value) return [];
      const told = found === undefined ? 'nothing' : JSON.stringify(found).slice(0, 200);
      return [
        {
          subject: pointer,
          message: `GET ${path} holds ${told} at ${pointer}, where ${JSON.stringify(value)} was expected.`,
          facts: { expected: value, found: found ?? null },
        },
      ];
    });
  },
  examples: {
    healthy: {
      health: healthWith(),
      expectations: {
        commit: null,
        version: null,
        environment: null,
        values: [{ pointer: '/database', value: 'connected' }],
      },
    },
    broken: {
      health: healthWith(),
      expectations: {
        commit: null,
        version: null,
        environment: null,
        values: [{ pointer: '/database', value: 'primary' }],
      },
    },
  },
});
