import { unknown, type Withheld } from '../../check.ts';
import type { Answer, Exchange } from '../../http/exchange/exchange.ts';
import { cacheHeaderOf } from '../../http/exchange/cache.ts';
import { redirectedByEdge } from '../../http/exchange/railway-edge.ts';
import { isPage, isRedirect, isUnrouted } from '../../http/exchange/classify.ts';
import { whoInFront } from '../../http/exchange/gateway.ts';
import { readHealth, type HealthReading } from './health-body.ts';
import type { Health } from '../probes/health.ts';

/** An answer, and what its body says. */
export interface ApplicationAnswer {
  readonly answer: Answer;
  readonly reading: HealthReading | null;
}

/** Every route that was asked. */
export function routesOf({ liveness, readiness, pool, classification, canary }: Health): Exchange[] {
  return [liveness, readiness, pool, classification, canary];
}

/**
 * The answer of one route when the application gave it. Otherwise the first layer that failed, as the reason
 * why nothing above it was judged: that layer has a finding of its own.
 */
export function applicationAnswer(health: Health, exchange: Exchange): ApplicationAnswer | Withheld {
  const asked = routesOf(health);
  if (asked.every(({ answer }) => answer === null)) {
    const reason = failureOf(health.liveness);
    return health.localNetwork === 'down'
      ? unknown(`this machine has no network, or no way out of it: ${reason}`)
      : unknown(`the API was not reached: ${reason}`);
  }
  const { answer } = exchange;
  // The others did answer: what this route would have said is open.
  if (answer === null) return unknown(`GET ${exchange.request.path}: ${failureOf(exchange)}`);
  const inFront = whoInFront(exchange);
  if (inFront !== null) return unknown(inFront);
  if (answer.status === 429)
    return unknown(`GET ${exchange.request.path} answered 429: too many requests, so it was not asked`);
  if (isUnrouted(asked)) return unknown('every route is answered 404: what answers is not this API');
  if (redirectedByEdge(exchange))
    return unknown("Railway's edge redirects to https, so the application was not asked");
  // Of a route that the user named a page may well be the answer; an error may come as one from anybody.
  if (isPage(answer) && answer.status < 300 && exchange.request.named !== true)
    return unknown('the answer is a web page, not one of this API');
  return { answer, reading: readHealth(answer.body) };
}

/**
 * Why the body of an answer says nothing, where it did not come whole: it may have said anything. Null where
 * it did.
 */
export function incompleteBody({ request, answer, failure }: Exchange): Withheld | null {
  if (answer === null || (failure === null && !answer.body.truncated)) return null;
  return unknown(
    `the body that GET ${request.path} answered did not come ` +
      `whole${failure === null ? '' : `: ${failure.message}`}`,
  );
}

/**
 * Why one answer, taken alone, says nothing of the application: somebody in front of it, a cache, a limit or
 * a web app gave it. Null where it may be the application's own.
 */
export function whyUnheard(exchange: Exchange): string | null {
  const { answer, request } = exchange;
  if (answer === null) return null;
  const inFront = whoInFront(exchange);
  if (inFront !== null) return inFront;
  const cache = cacheHeaderOf(answer);
  if (cache !== null) return `a cache answered (${cache}), not the application`;
  const { status } = answer;
  if (status === 429 || status === 404 || isRedirect(answer)) return `GET ${request.path} answered ${status}`;
  return isPage(answer) && status < 300 && request.named !== true
    ? 'the answer is a web page, not one of this API'
    : null;
}

function failureOf({ failure }: Exchange): string {
  return failure === null ? 'no answer' : `${failure.layer}: ${failure.message}`;
}
