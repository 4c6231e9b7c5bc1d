import type { Answer, Exchange } from './exchange.ts';

/**
 * Railway's edge names itself in `x-railway-fallback` where no application answered; its two bodies say
 * "Application not found" (404) and "Application failed to respond" (502).
 */
export function answeredByEdge({ answer }: Exchange): boolean {
  if (answer === null) return false;
  if (answer.headers['x-railway-fallback'] === 'true') return true;
  return (
    (answer.status === 404 || answer.status === 502) &&
    /^Application (not found|failed to respond)$/.test(messageOf(answer))
  );
}

/**
 * Railway's edge lets nothing plain through: it redirects to the same address in https, and the application
 * is not asked.
 */
export function redirectedByEdge({ answer, request }: Exchange): boolean {
  if (answer === null || answer.status < 300 || answer.status > 399 || !request.url.startsWith('http:'))
    return false;
  const { server, location } = answer.headers;
  const isEdge =
    server === 'railway-edge' ||
    'x-railway-edge' in answer.headers ||
    'x-railway-request-id' in answer.headers;
  return (
    isEdge &&
    location !== undefined &&
    URL.canParse(location, request.url) &&
    new URL(location, request.url).protocol === 'https:'
  );
}

/** No such application: waiting does not bring it back. */
export function applicationNotFound(exchange: Exchange): boolean {
  return exchange.answer?.status === 404 && answeredByEdge(exchange);
}

/** The `message` of a JSON body, or nothing. */
export function messageOf({ body: { json } }: Answer): string {
  return typeof json === 'object' && json !== null && 'message' in json ? String(json.message) : '';
}
