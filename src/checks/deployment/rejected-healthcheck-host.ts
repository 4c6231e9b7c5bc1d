import { defineCheck, isWithheld, unknown } from '../check.ts';
import { answered, healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { healthcheckHost, healthcheckHostProbe } from './probes/healthcheck-host.ts';
import { applicationAnswer } from './health/application-answer.ts';

export const rejectedHealthcheckHost = defineCheck({
  code: 'rejected-healthcheck-host',
  title: "The application refuses the host of Railway's health check",
  severity: 'warning',
  why:
    `Railway asks for the host ${healthcheckHost}: an application that answers for its own hosts ` +
    'alone never becomes active, though it is healthy.',
  remedy:
    `Allow the host ${healthcheckHost} for the health route (TrustedHostMiddleware, ALLOWED_HOSTS, ` +
    'config.hosts).',
  needs: { asked: healthcheckHostProbe, health },
  judge: ({ asked: { path, status, text, code }, health: seen }) => {
    const reached = applicationAnswer(seen, seen.liveness);
    if (isWithheld(reached)) return reached;
    if (status === null)
      return unknown(`GET ${path} for the host ${healthcheckHost}: ${code ?? 'no answer'}`);
    return status === 200
      ? []
      : [
          {
            subject: path,
            message:
              `GET ${path} answers 200 for its own host and ${status} for ${healthcheckHost}: ` +
              'Railway would refuse this.',
            facts: { status, host: healthcheckHost, beginning: text },
          },
        ];
  },
  examples: {
    healthy: { asked: { path: '/api/health', status: 200, text: '', code: null }, health: healthWith() },
    broken: {
      asked: { path: '/api/health', status: 400, text: 'Invalid host header', code: null },
      health: healthWith({ liveness: answered('/api/health', 200, { status: 'ok' }) }),
    },
  },
});
