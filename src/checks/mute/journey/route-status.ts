import { isPage } from '../../http/exchange/classify.ts';
import type { Exchange } from '../../http/exchange/exchange.ts';
import { answeredInFront } from '../../http/exchange/gateway.ts';
import type { Kind } from '../preferences/kinds.ts';
import { hasVisibleRow, type Preferences } from '../preferences/preferences.ts';
import { isJudgement, isSuccess, stepResultOf, type StepResult } from './step.ts';
import { isRejection } from './walk.ts';

/** `rejected`: there is an endpoint, and it refuses. `unproven`: the answer says none of these. */
export const routeStatuses = ['present', 'missing', 'rejected', 'unproven'] as const;
export type RouteStatus = (typeof routeStatuses)[number];

/** Whether the answer to an unmute leaves open who gave it: a handler without a row, or a router. */
export function needsWrongVerb(asked: Exchange): boolean {
  return asked.answer?.status === 404 && !answeredInFront(asked);
}

/**
 * What the unmute of a value that nobody has says of its endpoint. `wrongVerb` is the answer to the same path
 * with another verb, where that was asked. Pure.
 */
export function routeStatus(asked: Exchange, wrongVerb: Exchange | null): RouteStatus {
  const { answer } = asked;
  if (answer === null || answeredInFront(asked)) return 'unproven';
  const step = stepResultOf(asked);
  // A page that is called a success is what a web app serves for every path.
  if (isSuccess(answer.status)) return isPage(answer) ? 'unproven' : 'present';
  switch (answer.status) {
    case 404:
      return wrongVerb === null ? 'unproven' : routedAs(step, stepResultOf(wrongVerb));
    case 405:
    case 410:
      return 'missing';
    case 501:
      // So says this API, too, where it cannot fetch the keys that tokens are checked with.
      return /auth|jwk|key|token/i.test(step.detail) ? 'unproven' : 'missing';
    default:
      return isRejection(step) ? 'rejected' : 'unproven';
  }
}

/**
 * Whether another answer to the same unmute says that there is such an endpoint: replicas of several releases
 * answer in turns. One that says nothing of the request does not. Pure.
 */
export function knowsRoute(again: Exchange, wrongVerb: Exchange | null): boolean {
  const status = routeStatus(again, wrongVerb);
  return status === 'present' || (status !== 'missing' && isJudgement(stepResultOf(again)));
}

/** What the wrong verb alone says, where nothing may be sent that could change something. Pure. */
export function routeStatusByWrongVerb(wrongVerb: Exchange): RouteStatus {
  const { status, fromApi } = stepResultOf(wrongVerb);
  if (status === 405 && !answeredInFront(wrongVerb)) return 'present';
  return status === 404 && fromApi ? 'missing' : 'unproven';
}

interface AskedRoute {
  readonly kind: Kind;
  readonly status: RouteStatus;
  readonly asked: StepResult;
  readonly otherwise?: StepResult | undefined;
}

/**
 * With what the lists say: 404 to a user who has a row proves nothing, for the same may be said of a value
 * that is there. And a page that says 404 is the service's own only where its lists could be read. Pure.
 */
export function provenStatus({ status, asked }: AskedRoute, before: Preferences | null): RouteStatus {
  if (status === 'present' && asked.status === 404 && before !== null && hasVisibleRow(before))
    return 'unproven';
  return status === 'missing' && !asked.fromApi && before === null ? 'unproven' : status;
}

/** The kinds of which what is put on is proven to come off again. Pure. */
export function undoableKinds(routes: readonly AskedRoute[], before: Preferences | null): Kind[] {
  return routes.filter((route) => provenStatus(route, before) === 'present').map(({ kind }) => kind);
}

/** Why an endpoint counts as unproven, in words for a reason. */
export function whyUnproven({ status, asked, otherwise }: AskedRoute): string {
  const said =
    asked.status === null
      ? `${asked.method} got no answer: ${asked.failure}`
      : `${asked.method} was answered ${asked.status}`;
  if (otherwise !== undefined)
    return `${said}, and ${otherwise.status} when asked again: replicas of different releases, perhaps`;
  return status === 'present' ? `${said}, though the user has a row` : said;
}

/**
 * 404 is what a handler says of a user without a row, and what a router says of a path that it does not know;
 * either may word it as it likes. Only a routed path knows wrong verbs.
 */
function routedAs(asked: StepResult, wrongVerb: StepResult): RouteStatus {
  // Routers quote the verb that they know no path for; handlers do not.
  if (/\b(cannot|route|no route matches) \[?DELETE\b/i.test(asked.detail)) return 'missing';
  if (wrongVerb.status === 405) return asked.fromApi ? 'present' : 'unproven';
  // A page, or nothing: not the form in which this API tells a user that there is no row.
  if (!asked.fromApi) return 'missing';
  return wrongVerb.status === 404 && (wording(wrongVerb) === wording(asked) || asked.detail === 'Not Found')
    ? 'missing'
    : 'unproven';
}

/** Without what differs between two answers that say the same: verbs, times, ids. */
function wording({ detail }: StepResult): string {
  return detail.replace(/\b(DELETE|GET)\b/g, 'VERB').replace(/[0-9a-f-]*\d[\w:.-]*/gi, '#');
}
