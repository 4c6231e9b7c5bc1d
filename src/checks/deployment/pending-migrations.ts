import { defineCheck, isWithheld, notApplicable } from '../check.ts';
import { answered, healthWith, pendingBody, platformWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { platform } from './probes/platform.ts';
import { bypassVariable } from './railway/deployment-record.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';

const migrate = 'Run alembic upgrade head through the session port (5432), not the transaction pooler.';

/** The one place where the bypass is advised: here migrations are what keeps a new process from starting. */
const bypass =
  `Where the service itself has to be up for that, set ${bypassVariable}=1 for the time of the migration ` +
  `only, and remove it at once afterwards: railway variable delete ${bypassVariable}, then redeploy.`;

/** Where it is set already, setting it again is no advice; what is missing is the way back. */
const alreadySet =
  `${bypassVariable}=1 is already set: remove it at once afterwards, railway variable delete ` +
  `${bypassVariable}, then redeploy.`;

export const pendingMigrations = defineCheck({
  code: 'pending-migrations',
  title: 'The database is behind the code',
  severity: 'error',
  why:
    'Code meets columns that are not there, and no new process starts: the start-up check refuses ' +
    'a database that is behind.',
  remedy: `${migrate} ${bypass}`,
  needs: { health, platform },
  judge: ({
    health: seen,
    platform: {
      deployment,
      bypass: { service, own, ownIsTheService },
    },
  }) => {
    const reached = applicationAnswer(seen, seen.readiness);
    if (isWithheld(reached)) return reached;
    const migrations = reached.reading?.migrations ?? null;
    // Silence is the finding `uncovered-migrations`, not an answer to this question.
    if (migrations === null)
      return (
        incompleteBody(seen.readiness) ??
        notApplicable('the readiness answer says nothing of pending migrations')
      );
    if (!migrations.pending) return [];
    const { head, current } = migrations;
    const isSet = service === '1' || (own === '1' && ownIsTheService);
    const refusedStart = deployment !== null && ['FAILED', 'CRASHED'].includes(deployment.status);
    return [
      {
        subject: seen.readiness.request.path,
        message:
          `Migrations are pending: the code's head is ${head ?? 'not told'}, the database is at ` +
          `${current ?? 'a revision not told'}` +
          (refusedStart ? `, and Railway's latest deployment is ${deployment.status}.` : '.'),
        facts: { head, current, latestDeployment: deployment?.status ?? null, bypassSet: isSet },
        ...(isSet && { advice: `${migrate} ${alreadySet}` }),
      },
    ];
  },
  examples: {
    healthy: {
      health: healthWith({
        readiness: answered('/api/health/ready', 200, {
          ...pendingBody,
          status: 'ready',
          migrations: 'applied',
        }),
      }),
      platform: platformWith(),
    },
    broken: {
      health: healthWith({ readiness: answered('/api/health/ready', 503, pendingBody) }),
      platform: platformWith(),
    },
  },
});
