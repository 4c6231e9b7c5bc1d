import { defineCheck, isWithheld, notApplicable } from '../check.ts';
import { answered, healthWith, pendingBody } from './examples/evidence.ts';
import { acceptedByKubernetes } from './health/kubernetes-probe.ts';
import { health } from './probes/health.ts';
import { applicationAnswer } from './health/application-answer.ts';

export const degradedReadiness = defineCheck({
  code: 'degraded-readiness',
  title: 'The readiness route does not answer 200',
  severity: 'error',
  why:
    'The process lives and cannot serve: users see errors on every route that needs what readiness ' +
    'asks for.',
  remedy:
    'Read what the body says: a database that does not answer and pending migrations have findings ' +
    'of their own.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.readiness);
    if (isWithheld(reached)) return reached;
    const { answer, reading } = reached;
    if (answer.status === 200) return [];
    if (answer.status === 404) return notApplicable('there is no readiness route');
    const { path } = seen.readiness.request;
    const says = reading?.says ?? null;
    const kubernetes = acceptedByKubernetes(answer.status);
    return [
      {
        subject: path,
        message:
          `GET ${path} answered ` +
          `${answer.status}${says === null ? '' : ` and says "${says}"`}` +
          `${kubernetes ? ': Railway would refuse this; Kubernetes would accept it' : ''}.`,
        facts: {
          status: answer.status,
          railway: 'refused',
          kubernetes: kubernetes ? 'accepted' : 'refused',
          says,
          database: reading?.database ?? null,
          migrations: reading?.migrations ?? null,
        },
      },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: { health: healthWith({ readiness: answered('/api/health/ready', 503, pendingBody) }) },
  },
});
