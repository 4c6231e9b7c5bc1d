import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { traffic } from './probes/traffic.ts';
import type { Exchange } from './exchange/exchange.ts';
import { isRedirect, stablePath, unanswered, type Answered } from './exchange/classify.ts';

export const redirectedRequest = defineCheck({
  code: 'redirected-request',
  title: 'The API answers with a redirect',
  severity: 'error',
  why:
    'Clients drop the Authorization header or turn a POST into a GET on the way; Railway takes a ' +
    'redirected health check for a failure.',
  remedy:
    'Call the address that the redirect names, or switch redirects off where they are made; the ' +
    'token was not sent on.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges } = seen;
    const withheld = unanswered(seen);
    if (withheld !== null) return withheld;
    const redirects = exchanges.filter(
      (exchange): exchange is Answered => exchange.answer !== null && isRedirect(exchange.answer),
    );
    const byPath = groupBy(
      redirects.filter((exchange) => !isCourtesy(exchange, exchanges)),
      stablePath,
    );
    return [...byPath].map(([path, [first]]) => {
      const { answer, request } = first;
      const location = answer.headers['location'] ?? null;
      const from = new URL(request.url);
      const to =
        location !== null && URL.canParse(location, request.url) ? new URL(location, request.url) : null;
      const leavesHttps = from.protocol === 'https:' && to?.protocol === 'http:';
      const leavesHost = to !== null && to.host !== from.host;
      const toItself = to !== null && to.href === from.href;
      const where = toItself
        ? ', which is itself'
        : leavesHttps
          ? ', which leaves https'
          : leavesHost
            ? ', which is another host'
            : '';
      return {
        subject: path,
        message:
          `${request.method} ${path} is redirected (${answer.status}) ` +
          `${location === null ? 'without a Location' : `to ${location}${where}`}.`,
        facts: { status: answer.status, location, leavesHttps, leavesHost, toItself },
        ...(toItself && { advice: behindProxy }),
        command: first.curl,
      };
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' })),
    broken: exampleTraffic(
      exampleAnswer('/api/health', 301, '', { headers: { location: 'http://api.example/api/health' } }),
    ),
  },
});

/**
 * From the path without its slash to the one with it, which clients call and which answered: whoever forgets
 * the slash is led there, and `slash-mismatch` says so.
 */
function isCourtesy({ request, answer }: Answered, exchanges: readonly Exchange[]): boolean {
  const location = answer.headers['location'] ?? '';
  if (request.method !== 'GET' || !URL.canParse(location, request.url)) return false;
  const to = new URL(location, request.url).href;
  return (
    to === `${request.url}/` &&
    exchanges.some((each) => each.request.url === to && each.answer !== null && !isRedirect(each.answer))
  );
}

const behindProxy =
  'The application takes the request for plain http, since the proxy in front speaks http to it, and sends ' +
  'it to https for ever: let it believe X-Forwarded-Proto (uvicorn: --proxy-headers and ' +
  '--forwarded-allow-ips), or switch its own redirect off.';
