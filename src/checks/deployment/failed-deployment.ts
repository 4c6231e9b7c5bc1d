import { defineCheck, type Observed } from '../check.ts';
import { platformWith } from './examples/evidence.ts';
import { platform } from './probes/platform.ts';
import { notTold } from './railway/not-told.ts';
import { counted } from '../support/in-words.ts';

export const failedDeployment = defineCheck({
  code: 'failed-deployment',
  title: "Railway's latest deployment failed or crashed",
  severity: 'error',
  why: 'What answers, if anything does, is an older build: Railway keeps the last good deployment serving.',
  remedy: 'Read the log of the deployment (railway logs), fix what kept it from starting, and deploy again.',
  needs: { platform },
  judge: ({ platform: seen }) => {
    const { deployment } = seen;
    if (deployment === null) return notTold(seen, seen.refusal ?? 'Railway names no deployment');
    const { id, status, commit, instances, restarts } = deployment;
    const facts = { id, status, commit, instances, restarts };
    const observed: Observed[] = [];
    if (status === 'FAILED' || status === 'CRASHED') {
      observed.push({ subject: id, message: `Railway's latest deployment ${id} is ${status}.`, facts });
    } else if (instances.some((state) => state === 'CRASHED' || state === 'RESTARTING')) {
      observed.push({
        subject: id,
        message: `Instances of Railway's latest deployment ${id} are ${instances.join(', ')}.`,
        facts,
      });
    } else if (restarts !== null && restarts > 0) {
      observed.push({
        subject: id,
        severity: 'warning',
        message: `Railway's latest deployment ${id} was started again ${counted(restarts, 'time')}.`,
        facts,
      });
    }
    return observed;
  },
  examples: {
    healthy: { platform: platformWith() },
    broken: {
      platform: platformWith({
        deployment: {
          id: 'd2',
          status: 'CRASHED',
          createdAt: null,
          commit: null,
          instances: ['CRASHED'],
          restarts: null,
        },
      }),
    },
  },
});
