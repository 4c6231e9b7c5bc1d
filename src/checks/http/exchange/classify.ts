import { unknown, type Withheld } from '../../check.ts';
import { groupBy } from '../../support/group-by.ts';
import type { Answer, Exchange } from './exchange.ts';
import type { Traffic } from '../probes/traffic.ts';
import { answeredInFront, whoInFront } from './gateway.ts';

/** An exchange that got an answer. */
export type Answered = Exchange & { readonly answer: Answer };

/**
 * Why nothing can be judged that needs an answer, or null when one came. The layer that failed has a finding
 * of its own.
 */
export function unanswered({ exchanges, localNetwork }: Traffic): Withheld | null {
  if (exchanges.some(({ answer }) => answer !== null)) return null;
  if (localNetwork === 'down') return unknown('this machine has no network, or no way out of it');
  const failure = exchanges[0]?.failure;
  return unknown(
    `the API was not reached: ${failure ? `${failure.layer}, ${failure.message}` : 'no answer'}`,
  );
}

/**
 * Why nothing can be judged of the application: nothing was answered, or somebody in front of it answered
 * all; null where it was heard.
 */
export function unheard(seen: Traffic): Withheld | null {
  const withheld = unanswered(seen);
  if (withheld !== null) return withheld;
  const said = seen.exchanges.filter(({ answer }) => answer !== null).map(whoInFront);
  const [first] = said;
  return first && said.every((who) => who !== null) ? unknown(first) : null;
}

/** Why the answer of one exchange says nothing of the application; null where it does. */
export function saidInFront({ exchanges }: Pick<Traffic, 'exchanges'>, id: number): Withheld | null {
  const exchange = exchanges.find((each) => each.id === id);
  const who = exchange === undefined ? null : whoInFront(exchange);
  return who === null ? null : unknown(who);
}

/** Those that the application itself may have answered: nobody in front of it, and no redirect. */
export function fromApplication(exchanges: readonly Exchange[]): Answered[] {
  return exchanges.filter(
    (exchange): exchange is Answered =>
      exchange.answer !== null && !answeredInFront(exchange) && !isRedirect(exchange.answer),
  );
}

/** 304 leads nowhere. */
export function isRedirect({ status }: Answer): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** A web page, by its type or its beginning. */
export function isPage({ headers, body }: Answer): boolean {
  return (
    /\bhtml\b/.test(headers['content-type'] ?? '') ||
    /^\s*(<!--[^]*?-->\s*)*<(!doctype|html|head|body)\b/i.test(body.text)
  );
}

/** Keys of which a health answer has at least one, whoever's it is. */
const healthKeys = [
  'ok',
  'healthy',
  'health',
  'alive',
  'up',
  'ready',
  'state',
  'message',
  'msg',
  'detail',
  'uptime',
  'checks',
  'components',
  'services',
  'database',
  'db',
  'success',
  'result',
  'error',
  'errors',
  'ping',
  'version',
];

/**
 * Whether an answer could be this API's: `ours` has FastAPI's `detail`, what a health answer says, or the
 * documented fields; `foreign` is a page that is called a success, or JSON with none of these. Plain text,
 * empty bodies and errors of any other form say nothing either way.
 */
export function originOf({ answer, request }: Answered): 'ours' | 'foreign' | 'open' {
  const isSuccess = answer.status < 300;
  if (request.named === true && isSuccess) return 'ours';
  if (isPage(answer)) return isSuccess ? 'foreign' : 'open';
  const { json } = answer.body;
  // lightship tells its health in plain text (its README, "Behaviour").
  if (json === undefined)
    return /^SERVER_IS_(NOT_)?(READY|SHUTTING_DOWN)\s*$/.test(answer.body.text) ? 'ours' : 'open';
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return isSuccess && typeof json === 'object' ? 'foreign' : 'open';
  // So says under-pressure in every route's place.
  if ('code' in json && json.code === 'FST_UNDER_PRESSURE') return 'ours';
  if ('detail' in json || 'status' in json || 'muted_sources' in json) return 'ours';
  // An envelope of another form, `{"error": …}` or the like: whose it is, an error does not say.
  if (!isSuccess) return 'open';
  // A single missing field is another release; nothing of what is documented is another API.
  const nothingDocumented =
    answer.shapeIssues.length > 2 && answer.shapeIssues.every((issue) => issue.endsWith('received nothing'));
  return !nothingDocumented && healthKeys.some((key) => key in json) ? 'ours' : 'foreign';
}

/** Whether what answers is another service altogether: of it only `wrong-host` speaks. */
export function isForeignHost({ exchanges }: Pick<Traffic, 'exchanges'>): boolean {
  const answered = fromApplication(exchanges);
  if (isUnrouted(answered)) return true;
  const vouches = (exchange: Answered): boolean => {
    const origin = originOf(exchange);
    if (origin !== 'open') return origin === 'ours';
    // Health told in plain text, where nothing else is documented: its errors may well have a form of their
    // own.
    return (
      exchange.request.method === 'GET' &&
      exchange.answer.status === 200 &&
      exchange.answer.shapeIssues.length === 0
    );
  };
  return !answered.some(vouches) && answered.some((exchange) => originOf(exchange) === 'foreign');
}

/** 404 on every route that was asked, of which there are several: another service, or another prefix. */
export function isUnrouted(exchanges: readonly Exchange[]): boolean {
  const asked = exchanges.filter(({ answer, request }) => answer !== null && request.method !== 'OPTIONS');
  return (
    asked.length > 0 &&
    asked.every(({ answer }) => answer?.status === 404) &&
    groupBy(asked, routeOf).size > 2
  );
}

/**
 * A path without what differs from run to run, so that the same finding has the same fingerprint; and one
 * route has one path, whatever value is unmuted by it.
 */
export function stablePath({ request }: { readonly request: Pick<Exchange['request'], 'path'> }): string {
  return request.path
    .replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/gi, '{id}')
    .replace(/\?qa-fresh=[\w-]+/, '')
    .replace(/(%20|\s)*qa-probe-[\w-]+(%20|\s)*/gi, '{value}')
    .replace(/(?<=\/unmute-source\/)[^/?]+/, '{id}')
    .replace(/(?<=\/unmute-(?:theme|topic|content-type)\/)[^/?]+/, '{value}');
}

/** Method and stable path. */
export function routeOf(exchange: Exchange): string {
  return `${exchange.request.method} ${stablePath(exchange)}`;
}

/** The one route that these are of, or how many routes: for a sentence. */
export function routesText(exchanges: readonly Exchange[]): string {
  const routes = [...new Set(exchanges.map(routeOf))];
  return routes.length === 1 ? routes.join() : `${routes.length} routes`;
}
