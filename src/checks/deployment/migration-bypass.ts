import { defineCheck, type Observed } from '../check.ts';
import { platformWith } from './examples/evidence.ts';
import { platform } from './probes/platform.ts';
import { notTold } from './railway/not-told.ts';
import { bypassVariable } from './railway/deployment-record.ts';

export const migrationBypass = defineCheck({
  code: 'migration-bypass',
  title: 'The start-up check of migrations is switched off',
  severity: 'warning',
  why: 'The next deployment starts on any schema, also on one that its code cannot work with.',
  remedy:
    `Remove it as soon as no migration is running: railway variable delete ${bypassVariable} (or ` +
    "in the service's Variables tab), then redeploy.",
  needs: { platform },
  judge: ({ platform: seen }) => {
    const { bypass, deployment, refusal } = seen;
    const observed: Observed[] = [];
    // Only "1" switches the check off.
    if (bypass.service === '1') observed.push(set("the service's variables on Railway"));
    if (bypass.own === '1') observed.push(set('the environment of this process'));
    if (observed.length > 0 || bypass.serviceSeen || bypass.ownIsTheService) return observed;
    // Where Railway told nothing at all, `failed-deployment` says why.
    return notTold(
      seen,
      deployment !== null && refusal !== null
        ? `the service's variables could not be read: ${refusal}`
        : "the service's variables are not visible from here (railway run, the railway command or " +
            'RAILWAY_TOKEN would show them)',
    );
  },
  examples: {
    healthy: { platform: platformWith() },
    broken: {
      platform: platformWith({
        bypass: { own: null, ownIsTheService: false, service: '1', serviceSeen: true },
      }),
    },
  },
});

function set(where: string): Observed {
  return { subject: where, message: `${bypassVariable}=1 is set in ${where}.`, facts: { where } };
}
