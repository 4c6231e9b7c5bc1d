import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { traffic } from './probes/traffic.ts';
import { routeOf, unanswered } from './exchange/classify.ts';

export const slowResponse = defineCheck({
  code: 'slow-response',
  title: 'An answer took too long',
  severity: 'warning',
  why: 'The app shows a spinner, and slow requests hold connections that others wait for.',
  remedy:
    'See which phase took the time: before the first byte it is the server (pool, lock, query), else ' +
    'the network.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges, warnMs, failMs } = seen;
    const answered = exchanges.filter(({ answer }) => answer !== null);
    const withheld = unanswered(seen);
    if (withheld !== null) return withheld;
    return [...groupBy(answered, routeOf)].flatMap(([route, group]) => {
      const worst = group.reduce((slowest, exchange) =>
        exchange.phases.total > slowest.phases.total ? exchange : slowest,
      );
      const { total } = worst.phases;
      if (total < Math.min(warnMs, failMs)) return [];
      const severity = total >= failMs ? ('error' as const) : ('warning' as const);
      return [
        {
          subject: route,
          severity,
          message:
            `${route} took ${Math.round(total)} ms; ` +
            `${severity === 'error' ? `the limit is ${failMs} ms` : `over ${warnMs} ms is slow`}.`,
          facts: { phases: worst.phases, warnMs, failMs },
          command: worst.curl,
        },
      ];
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/x', 200, {})),
    broken: exampleTraffic({
      ...exampleAnswer('/api/x', 200, {}),
      phases: { dns: 1, tcp: 1, tls: 1, firstByte: 1_400, total: 1_450 },
    }),
  },
});
