import { defineCheck } from '../check.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { routeOf, unanswered } from './exchange/classify.ts';
import { traffic } from './probes/traffic.ts';
import { counted } from '../support/in-words.ts';

export const rateLimited = defineCheck({
  code: 'rate-limited',
  title: 'The API lets through only so many requests',
  severity: 'warning',
  why: 'A run that is refused sees nothing, and a client that asks again at once is refused for longer.',
  remedy:
    'Hold the requests back with --rate, such as --rate 5/s; or raise the limit for this client where it ' +
    'is made.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const withheld = unanswered(seen);
    if (withheld !== null) return withheld;
    const { exchanges } = seen;
    const refused = exchanges.filter(({ answer }) => answer?.status === 429);
    const [first] = refused;
    if (first === undefined) return [];
    const before = exchanges.filter(({ id, answer }) => id < first.id && answer?.status !== 429).length;
    const retryAfter = first.answer?.headers['retry-after'] ?? null;
    const last = (route: string) => exchanges.findLast((each) => routeOf(each) === route);
    const routes = [...new Set(refused.map(routeOf))];
    const stayedRefused = routes.filter((route) => last(route)?.answer?.status === 429);
    const silent = routes.filter((route) => last(route)?.answer === null);
    const outcome =
      [
        ...(stayedRefused.length === 0 ? [] : [`${stayedRefused.join(', ')} stayed refused`]),
        ...(silent.length === 0 ? [] : [`asked again, ${silent.join(', ')} got no answer`]),
      ].join('; ') || 'asked again later, everything was answered';
    return [
      {
        subject: new URL(first.request.url).origin,
        message:
          `${first.request.method} ${first.request.path} was answered 429 after ` +
          `${counted(before, 'request')} in ${(first.startedMs / 1000).toFixed(1)} s, ` +
          `${retryAfter === null ? 'without Retry-After' : `with Retry-After: ${retryAfter}`}; ${outcome}.`,
        facts: {
          requestsBefore: before,
          refused: refused.length,
          retryAfter,
          stayedRefused,
        },
      },
    ];
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/x', 200, {})),
    broken: exampleTraffic(
      exampleAnswer('/api/x', 429, { detail: 'Too Many Requests' }, { headers: { 'retry-after': '1' } }),
    ),
  },
});
