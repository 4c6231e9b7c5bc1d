import { confirmed, defineCause } from '../cause.ts';
import { ask } from './weighing/ask.ts';
import { isOneOf, messagesOf, weighByChecks } from './weighing/by-checks.ts';

export const crashLoop = defineCause({
  code: 'crash-loop',
  title: 'The service crashes and is started again and again',
  why:
    'Requests fail for seconds at a time, and nothing that takes longer than a life of the process ever ' +
    'ends.',
  remedy: 'Read the log of the deployment for the reason of the first crash; --log shows qa the same.',
  explains: isOneOf(
    'restarting-app',
    'flapping-health',
    'failed-start',
    'failed-deployment',
    'unreachable-api',
    'dead-liveness',
    'railway-edge-error',
  ),
  weigh: (seen) => {
    const weighed = weighByChecks(seen, {
      codes: ['restarting-app', 'failed-start'],
      otherwise: 'it stayed up while it was watched, and its log shows no failed starts in a row',
      // One start that failed is no loop; the log says so where it shows several in a row.
      accept: ({ code, subject }) => code === 'restarting-app' || subject === 'crash-loop',
      ask: [ask.observe],
    });
    if (weighed.status !== 'confirmed') return weighed;
    // Why each start fails stands in the same log.
    const why = seen.found('failed-start').filter(({ subject }) => subject !== 'crash-loop');
    return confirmed([...weighed.because, ...messagesOf(why)], weighed.doNow);
  },
});
