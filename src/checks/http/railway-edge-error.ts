import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { traffic } from './probes/traffic.ts';
import { answeredByEdge, messageOf } from './exchange/railway-edge.ts';
import { fromApplication, routesText, unanswered } from './exchange/classify.ts';

export const railwayEdgeError = defineCheck({
  code: 'railway-edge-error',
  title: "Railway's edge answered, not the application",
  severity: 'error',
  why:
    'The request never reached the code: there is no such application on this domain, or it does ' +
    'not answer the edge.',
  remedy:
    'Look at the deployment log of the service, and give the request id to Railway if it shows nothing.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges } = seen;
    const withheld = unanswered(seen);
    if (withheld !== null) return withheld;
    const edge = exchanges.filter(answeredByEdge);
    // One finding for each status: the edge says the same on every route.
    const own = fromApplication(exchanges);
    const lastOfEdge = Math.max(...edge.map(({ startedMs, phases }) => startedMs + phases.total));
    // A service that sleeps is woken by the first request, which the edge answers in its place.
    const woke =
      edge.every(({ answer }) => answer?.status === 502) &&
      own.length > 0 &&
      own.every(({ startedMs }) => startedMs > lastOfEdge);
    return [...groupBy(edge, ({ answer }) => answer?.status ?? 0)].map(([status, group]) => {
      const [first] = group;
      const headers = first.answer?.headers ?? {};
      const said = (first.answer && messageOf(first.answer)) || 'no message';
      return {
        subject: new URL(first.request.url).origin + (status === 404 ? '' : ` (${status})`),
        message:
          `Railway's edge answered ${status} "${said}" on ${routesText(group)}; ` +
          `${woke ? awake : 'the application was not reached'}.`,
        ...(woke && { severity: 'warning' as const }),
        facts: {
          status,
          said,
          fallback: headers['x-railway-fallback'] ?? null,
          requestId: headers['x-railway-request-id'] ?? null,
          edge: headers['x-railway-edge'] ?? null,
        },
        advice:
          status === 404
            ? 'No application is bound to this domain: check the domain of the service, and whether ' +
              'it was ever deployed.'
            : 'The application does not answer the edge: check that it listens on 0.0.0.0:$PORT, and ' +
              'look for a crash in its log. A service that sleeps when idle (app sleeping) is woken by the ' +
              'first request and answered for until it is up: run again, or with --wait 1m.',
      };
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' })),
    broken: exampleTraffic(
      exampleAnswer('/api/health', 502, {
        status: 'error',
        code: 502,
        message: 'Application failed to respond',
        request_id: 'r1',
      }),
    ),
  },
});

const awake = 'later requests reached the application, as when a service that was sleeping wakes';
