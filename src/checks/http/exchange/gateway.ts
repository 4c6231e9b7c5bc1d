import type { Answer, Exchange } from './exchange.ts';
import {
  challenges,
  gatewayStatuses,
  headerSigns,
  ownServers,
  jsonSigns,
  pages,
  servers,
} from './gateway-signs.ts';
import { answeredByEdge } from './railway-edge.ts';

/**
 * Who in front of the application answered an error for it, with a page of its own; null where nobody did.
 * JSON is the application's: these say what they have to say as a page, as a line of text, or in a status
 * alone.
 */
export function gatewayOf(exchange: Exchange): string | null {
  const { answer } = exchange;
  // 404 tells of no gateway: on one route it is the application's own answer, on all of them another host's.
  // And 413 is about what was sent, whoever says it.
  if (answer === null || answer.status === 404 || answer.status === 413 || answeredByEdge(exchange))
    return null;
  const { headers, body } = answer;
  // Challenges come first, since they come with any status.
  const challenger = challenges.find(([, isOne]) => isOne({ headers, text: body.text }))?.[0];
  if (challenger !== undefined) return challenger;
  if (answer.status < 400) return null;
  const ofServer = (names: typeof servers): string | null =>
    names.find(([, pattern]) => pattern.test(headers['server'] ?? ''))?.[0] ?? null;
  const own = ofServer(ownServers);
  if (own !== null) return own;
  const named = ofServer(servers);
  // 520 to 530 are Cloudflare's own (developers.cloudflare.com/support, "Cloudflare 5xx errors").
  if (named === 'Cloudflare' && answer.status >= 520 && answer.status <= 530) return named;
  const signed = headerSigns.find(([, header]) => header in headers)?.[0];
  if (signed !== undefined) return signed;
  if (body.json !== undefined)
    return jsonSigns.find(([, has, says]) => has(headers) && says.test(body.text))?.[0] ?? null;
  const page = pages.find(([, pattern]) => pattern.test(body.text))?.[0];
  if (page !== undefined) return page;
  if (!gatewayStatuses.has(answer.status)) return null;
  return speaksForOthers(answer)
    ? (named ?? 'a proxy')
    : named !== null && isBareOrPage(answer)
      ? named
      : null;
}

/** A page or a line that holds nothing but the name of the status. */
function speaksForOthers({ status, body }: Answer): boolean {
  const names = { 502: 'Bad Gateway', 503: 'Service (Temporarily )?Unavailable', 504: 'Gateway Time-?out' };
  const name = names[status as keyof typeof names];
  const said = /<(?:title|h1)[^>]*>([^<]*)</i.exec(body.text)?.[1] ?? (status === 503 ? '' : body.text);
  return new RegExp(`^\\s*(?:${status} ?[-:]? ?)?${name}\\s*$`, 'i').test(said);
}

/** An empty body, or an HTML page of which no known sign was found. */
function isBareOrPage({ body }: Answer): boolean {
  return body.text.trim() === '' || /^\s*<html/i.test(body.text);
}

/** Who in front answered for the application, in a sentence for a reason; null where nobody did. */
export function whoInFront(exchange: Exchange): string | null {
  if (answeredByEdge(exchange)) return "Railway's edge answered, not the application";
  const server = gatewayOf(exchange);
  return server === null ? null : `${server} answered in front of the application`;
}

/** Statuses by which somebody in front says that the application is there, and too slow. */
const slow: ReadonlySet<number> = new Set([504, 524]);

/**
 * Whether an answer says that there is no application behind it: 502 does, whoever says it, and any other
 * error of somebody in front but those of one that waited.
 */
export function saysThatNobodyIsThere(exchange: Exchange): boolean {
  const status = exchange.answer?.status ?? 0;
  return (
    status === 502 ||
    answeredByEdge(exchange) ||
    (status >= 500 && !slow.has(status) && answeredInFront(exchange))
  );
}

/** Whether something in front answered for the application: Railway's edge, or any other. */
export function answeredInFront(exchange: Exchange): boolean {
  return whoInFront(exchange) !== null;
}
