import { defineCheck, isWithheld, notApplicable, type Observed } from '../check.ts';
import { answered, healthWith, pendingBody } from './examples/evidence.ts';
import type { HealthReading } from './health/health-body.ts';
import { health } from './probes/health.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';
import { listed } from '../support/in-words.ts';

export const contradictingHealth = defineCheck({
  code: 'contradicting-health',
  title: 'Status code and body of a health answer disagree',
  severity: 'error',
  why: 'Platforms read the status, people read the body: one of them is deceived.',
  remedy:
    'Derive both from one result: an error status whenever the body says that something is wrong, ' +
    '200 only when nothing is.',
  needs: { health },
  judge: ({ health: seen }) => {
    const observed: Observed[] = [];
    let judged = 0;
    for (const exchange of [seen.liveness, seen.readiness]) {
      const reached = applicationAnswer(seen, exchange);
      if (isWithheld(reached) || reached.reading === null) continue;
      const { answer, reading } = reached;
      const green = answer.status >= 200 && answer.status < 300;
      const bad =
        reading.state === 'bad' ||
        reading.down.length > 0 ||
        reading.database?.connected === false ||
        reading.migrations?.pending === true;
      if (!bad && reading.state === null) continue;
      judged += 1;
      // Redirects and client errors speak of the request, not of the state: their bodies are not compared.
      if (green ? !bad : bad || answer.status < 500) continue;
      const { path } = exchange.request;
      observed.push({
        subject: path,
        message: `GET ${path} answered ${answer.status}, while its body says ${saying(reading)}.`,
        facts: {
          status: answer.status,
          says: reading.says,
          down: reading.down,
          database: reading.database,
          migrations: reading.migrations,
        },
      });
    }
    const withheld = incompleteBody(seen.readiness) ?? incompleteBody(seen.liveness);
    if (withheld !== null && observed.length === 0) return withheld;
    if (judged > 0) return observed;
    const live = applicationAnswer(seen, seen.liveness);
    return isWithheld(live) ? live : notApplicable('no health answer says a state in its body');
  },
  examples: {
    healthy: { health: healthWith() },
    broken: { health: healthWith({ readiness: answered('/api/health/ready', 200, pendingBody) }) },
  },
});

/** The state in the body's own word, and the parts that are not well where that word is a good one. */
function saying({ says, state, down, migrations }: HealthReading): string {
  const unwell = migrations?.pending === true ? [...down, 'migrations are pending'] : down;
  const parts = listed(unwell, mostNamed);
  if (says === null) return parts === '' ? 'that a part is not well' : parts;
  return state === 'good' && parts !== '' ? `"${says}", and ${parts}` : `"${says}"`;
}

/** How many parts a sentence names. */
const mostNamed = 3;
