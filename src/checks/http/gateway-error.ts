import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import type { Answer } from './exchange/exchange.ts';
import { isForeignHost, routeOf, routesText, unanswered, type Answered } from './exchange/classify.ts';
import { gatewayOf } from './exchange/gateway.ts';
import { traffic } from './probes/traffic.ts';

export const gatewayError = defineCheck({
  code: 'gateway-error',
  title: 'What stands in front of the application answered for it',
  severity: 'error',
  why: 'The request did not reach the code, or its answer did not come back: nothing can be said of either.',
  remedy:
    'Look at the proxy, CDN or load balancer that is named: whether it reaches the service, how long it ' +
    'waits for it, and whether it takes this client for a robot.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const withheld = unanswered(seen);
    if (withheld !== null) return withheld;
    if (isForeignHost(seen)) return [];
    const answered = seen.exchanges.filter((each): each is Answered => each.answer !== null);
    const inFront = answered.filter((exchange) => gatewayOf(exchange) !== null);
    // One finding for each of them and status: it says the same on every route.
    const same = groupBy(inFront, (exchange) => `${gatewayOf(exchange)} ${exchange.answer.status}`);
    return [...same].map(([subject, group]) => {
      const [first] = group;
      const server = gatewayOf(first);
      const mistake = schemeMistake(first.answer);
      return {
        subject,
        message:
          `${capital(server ?? '')} answered ${first.answer.status} for the application on ` +
          `${routesText(group)}${saying(first.answer)}.`,
        facts: {
          server,
          status: first.answer.status,
          header: first.answer.headers['server'] ?? null,
          ray: first.answer.headers['cf-ray'] ?? null,
          routes: [...new Set(group.map(routeOf))],
          beginning: first.answer.body.text.slice(0, 200),
        },
        command: first.curl,
        ...(mistake && { advice: mistake }),
      };
    });
  },
  examples: {
    healthy: exampleTraffic(
      exampleAnswer('/api/health', 503, { detail: 'not ready' }, { headers: { server: 'nginx' } }),
    ),
    broken: exampleTraffic(
      exampleAnswer('/api/health', 200, { status: 'ok' }),
      exampleAnswer('/api/x', 502, '<html><head><title>502 Bad Gateway</title></head><body></body></html>'),
    ),
  },
});

function saying({ status, body, headers }: Answer): string {
  if (headers['cf-mitigated'] === 'challenge' || /Just a moment/.test(body.text))
    return ': it wants a browser to prove itself first';
  const title = /<title[^>]*>([^<]{1,120})</i.exec(body.text)?.[1]?.trim() ?? '';
  return title === '' || title.startsWith(String(status)) ? '' : `, "${title}"`;
}

function schemeMistake({ status, body }: Answer): string | null {
  return (status === 400 || status === 497) && /plain HTTP request was sent to HTTPS port/i.test(body.text)
    ? 'The port speaks TLS: write https:// instead of http:// in the base URL.'
    : null;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
