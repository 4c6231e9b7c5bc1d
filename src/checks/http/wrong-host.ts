import { defineCheck } from '../check.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { traffic } from './probes/traffic.ts';
import {
  fromApplication,
  isPage,
  isForeignHost,
  isUnrouted,
  originOf,
  unheard,
} from './exchange/classify.ts';

export const wrongHost = defineCheck({
  code: 'wrong-host',
  title: 'Something else than this API answers',
  severity: 'error',
  why: 'Every other finding would be about a stranger: a web site, a parked domain, another service.',
  remedy:
    'Compare the base URL with the domain of the API service, --api-prefix with its prefix, and --liveness ' +
    'with its health route.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges } = seen;
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    // One route with a page is that route's trouble: the host is right as soon as anything is ours.
    if (!isForeignHost(seen)) return [];
    const answered = fromApplication(exchanges);
    const unrouted = isUnrouted(answered);
    const foreign = unrouted ? answered[0] : answered.find((exchange) => originOf(exchange) === 'foreign');
    if (foreign === undefined) return [];
    const { origin } = new URL(foreign.request.url);
    const kind = isPage(foreign.answer) ? 'a web page' : 'JSON of another shape';
    return [
      {
        subject: origin,
        message:
          `${origin} is not this API: ` +
          (unrouted
            ? `every route that was asked is answered 404, ${foreign.request.path} first.`
            : `${foreign.request.method} ${foreign.request.path} was answered ` +
              `${foreign.answer.status} with ${kind}.`),
        facts: {
          status: foreign.answer.status,
          contentType: foreign.answer.headers['content-type'] ?? null,
          server: foreign.answer.headers['server'] ?? null,
          beginning: foreign.answer.body.text.slice(0, 200),
        },
        command: foreign.curl,
      },
    ];
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' })),
    broken: exampleTraffic(exampleAnswer('/api/health', 200, '<!doctype html><title>Hello</title>')),
  },
});
