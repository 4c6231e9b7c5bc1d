import { defineCheck, isWithheld, notApplicable } from '../check.ts';
import { answered, healthWith, readyBody } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';

export const unreachableDatabase = defineCheck({
  code: 'unreachable-database',
  title: 'The application cannot reach its database',
  severity: 'error',
  why: 'Every route that reads or writes fails for every user.',
  remedy:
    'Check that the database runs, and that DATABASE_URL names its host, port and password: 6543 is ' +
    'the transaction pooler, 5432 the session pooler. A restart does not help while the database is ' +
    'away.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.readiness);
    if (isWithheld(reached)) return reached;
    const database = reached.reading?.database ?? null;
    if (database === null)
      return (
        incompleteBody(seen.readiness) ?? notApplicable('the readiness answer says nothing of a database')
      );
    if (database.connected) return [];
    const { path } = seen.readiness.request;
    return [
      {
        subject: path,
        message: `GET ${path} says of the database: ${database.says}`,
        facts: { database: database.says, status: reached.answer.status },
      },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: {
      health: healthWith({
        readiness: answered('/api/health/ready', 503, {
          ...readyBody,
          status: 'not_ready',
          database: 'error: connection refused',
        }),
      }),
    },
  },
});
