import { defineCheck, isWithheld } from '../check.ts';
import { answered, healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { applicationAnswer } from './health/application-answer.ts';

export const missingReadiness = defineCheck({
  code: 'missing-readiness',
  title: 'There is no readiness route',
  severity: 'warning',
  why:
    'Without it nobody can tell a living process from one that can serve: liveness says nothing of ' +
    'the database.',
  remedy:
    'Add a readiness route that asks the database and compares the migrations, and keep liveness ' +
    'free of both.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.readiness);
    if (isWithheld(reached)) return reached;
    if (reached.answer.status !== 404) return [];
    const { path } = seen.readiness.request;
    return [
      {
        subject: path,
        message: `GET ${path} answered 404: liveness and readiness are not separated.`,
        facts: { status: 404 },
      },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: {
      health: healthWith({ readiness: answered('/api/health/ready', 404, { detail: 'Not Found' }) }),
    },
  },
});
