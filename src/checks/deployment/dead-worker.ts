import { defineCheck, isWithheld, notApplicable, unknown } from '../check.ts';
import { answered, healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { applicationAnswer, incompleteBody } from './health/application-answer.ts';

export const deadWorker = defineCheck({
  code: 'dead-worker',
  title: 'The classification worker is down',
  severity: 'error',
  why:
    'New articles are not classified: themes and topics, and so mutes of them, stop applying to ' +
    'what is new.',
  remedy: 'Restart the worker and read its last log lines; the API itself need not be restarted.',
  needs: { health },
  judge: ({ health: seen }) => {
    const reached = applicationAnswer(seen, seen.classification);
    if (isWithheld(reached)) return reached;
    const { status, body } = reached.answer;
    const { path } = seen.classification.request;
    const down = body.text.includes('worker_down');
    if (status === 200 && !down) return incompleteBody(seen.classification) ?? [];
    if (status === 404) return notApplicable('there is no classification route');
    if (!down) return unknown(`GET ${path} answered ${status} without saying why`);
    return [
      { subject: path, message: `GET ${path} answered ${status} and says worker_down.`, facts: { status } },
    ];
  },
  examples: {
    healthy: { health: healthWith() },
    broken: {
      health: healthWith({
        classification: answered('/api/health/classification', 503, { status: 'worker_down' }),
      }),
    },
  },
});
