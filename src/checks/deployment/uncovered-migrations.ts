import { defineCheck, isWithheld, notApplicable } from '../check.ts';
import { answered, healthWith, readyBody } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';

export const uncoveredMigrations = defineCheck({
  code: 'uncovered-migrations',
  title: 'Readiness says nothing of migrations',
  severity: 'warning',
  why:
    'A green readiness then proves that the database answers, not that its schema is the one that ' +
    'the code expects.',
  remedy:
    "Let readiness report the database's revision and the code's head in its good answer too; until " +
    'then compare alembic_version in the database with the newest revision file.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.readiness);
    if (isWithheld(reached)) return reached;
    const { answer, reading } = reached;
    // A readiness that is not green promises nothing about the schema.
    if (answer.status !== 200) return notApplicable('readiness is not green');
    if (reading !== null && reading.migrations !== null) return [];
    const withheld = incompleteBody(seen.readiness);
    if (withheld !== null) return withheld;
    const { path } = seen.readiness.request;
    return [
      {
        subject: path,
        message:
          `GET ${path} is green and does not say whether migrations are pending, so it does not ` +
          'prove the schema.',
        facts: { status: 200 },
      },
    ];
  },
  examples: {
    healthy: {
      health: healthWith({
        readiness: answered('/api/health/ready', 200, { ...readyBody, migrations: 'applied' }),
      }),
    },
    broken: { health: healthWith() },
  },
});
