import { defineCheck, unknown } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { fromApplication, saidInFront } from '../http/exchange/classify.ts';
import type { Exchange } from '../http/exchange/exchange.ts';
import { traffic } from '../http/probes/traffic.ts';
import { exampleSnapshot } from './examples/journey.ts';
import { isUnconfirmed, leavesAccessOpen, refusesCredentials, stepResultOf } from './journey/step.ts';
import { snapshot } from './probes/snapshot.ts';

export const credentialsRejected = defineCheck({
  code: 'credentials-rejected',
  title: 'The API refused a token that is sound',
  severity: 'error',
  why: 'Every signed-in user whose token is like this one is turned away.',
  remedy:
    'Compare what the reason names: the audience must be "authenticated", the algorithm ES256, the ' +
    'keys those of the same project.',
  needs: { snapshot, traffic },
  judge: ({ snapshot: { exchange, status, reason }, traffic: seen }) => {
    const asked = seen.exchanges.filter(
      ({ request, answer }) => request.authorization === 'token' && answer !== null,
    );
    const refused = asked.filter(isRefused);
    const [first] = refused;
    if (first === undefined) {
      if (status === null) return unknown(reason ?? 'the API did not answer');
      // Whoever stands in front has not looked at the token, and neither has an API that fails for all.
      return saidInFront(seen, exchange) ?? (wasLookedAt(seen.exchanges) ? [] : unknown(failsForAll(status)));
    }
    const { status: code, detail } = stepResultOf(first);
    const message =
      `The API answered ${code} to a token that is locally sound, ${whichOf(asked, refused)}: ` + `${detail}`;
    const facts = { status: code, detail, refused: refused.length, of: asked.length, exchange: first.id };
    return [{ subject: 'token', message, facts }];
  },
  examples: {
    healthy: { snapshot: exampleSnapshot(), ...exampleTraffic(signed(200, { muted_themes: [] })) },
    broken: {
      snapshot: exampleSnapshot(),
      ...exampleTraffic(signed(401, { detail: 'Invalid token: audience' })),
    },
  },
});

function isRefused(exchange: Exchange): boolean {
  const told = stepResultOf(exchange);
  return refusesCredentials(told) && !isUnconfirmed(told) && told.inFront === undefined;
}

/** With it more was let in than without it, or with another. */
function wasLookedAt(exchanges: readonly Exchange[]): boolean {
  return fromApplication(exchanges).some(({ request, answer }) =>
    request.authorization === 'token'
      ? !leavesAccessOpen(answer.status)
      : answer.status === 401 || answer.status === 403,
  );
}

function failsForAll(status: number): string {
  return `the API answered ${status}, to whoever asked: no answer shows that it looked at the token`;
}

/** All, those from some moment on, all that write, or some. */
function whichOf(asked: readonly Exchange[], refused: readonly Exchange[]): string {
  if (refused.length === asked.length) return 'whatever was asked';
  const isRead = ({ request }: Exchange): boolean => request.method === 'GET';
  const first = asked.findIndex((exchange) => refused.includes(exchange));
  if (asked.slice(first).every((exchange) => refused.includes(exchange)))
    return `from request ${first + 1} of ${asked.length} on`;
  if (asked.every((exchange) => isRead(exchange) !== refused.includes(exchange)))
    return 'to every write, while reads are let in';
  return (
    `to ${refused.length} of ${asked.length} requests, beginning with ` +
    `${refused[0]?.request.method} ${refused[0]?.request.path}`
  );
}

function signed(status: number, body: unknown): Exchange {
  const exchange = exampleAnswer('/api/users/personalization/', status, body);
  return { ...exchange, request: { ...exchange.request, authorization: 'token' } };
}
