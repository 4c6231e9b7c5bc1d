import { defineCheck, isWithheld } from '../check.ts';
import { answered, healthWith, liveBody } from './examples/evidence.ts';
import { acceptedByKubernetes } from './health/kubernetes-probe.ts';
import { health } from './probes/health.ts';
import { applicationAnswer } from './health/application-answer.ts';

export const deadLiveness = defineCheck({
  code: 'dead-liveness',
  title: 'The liveness route does not answer exactly 200',
  severity: 'error',
  why:
    'Railway makes a deployment active only after its health check answered exactly 200; a ' +
    'redirect or a 204 is refused.',
  remedy:
    'Let the liveness route answer 200 itself, without a redirect, without the database, and for the ' +
    'host healthcheck.railway.app, which Railway asks with.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.liveness);
    if (isWithheld(reached)) return reached;
    const { status } = reached.answer;
    if (status === 200) return [];
    const { path, named } = seen.liveness.request;
    // Whoever names the route knows that it has nothing to say.
    if (status === 204 && named === true) return [];
    const kubernetes = acceptedByKubernetes(status);
    return [
      {
        subject: path,
        message:
          `GET ${path} answered ${status}, not 200: Railway would refuse this; Kubernetes would ` +
          `${kubernetes ? 'accept it' : 'refuse it too'}.`,
        ...(status === 404 && {
          advice:
            `Nothing is there: compare ${path} with the route of the application (--liveness, ` +
            '--api-prefix) and with the health check path that Railway is set to.',
        }),
        facts: {
          status,
          railway: 'refused',
          kubernetes: kubernetes ? 'accepted' : 'refused',
          says: reached.reading?.says ?? null,
        },
      },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: { health: healthWith({ liveness: answered('/api/health', 204, liveBody) }) },
  },
});
