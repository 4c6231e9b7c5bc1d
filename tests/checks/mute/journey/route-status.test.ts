import { expect, it } from 'vitest';
import { exampleAnswer } from '../../../../src/checks/http/examples/exchanges.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';
import {
  provenStatus,
  routeStatus,
  routeStatusByWrongVerb,
  type RouteStatus,
} from '../../../../src/checks/mute/journey/route-status.ts';
import { stepResultOf } from '../../../../src/checks/mute/journey/step.ts';
import { examplePreferences } from '../../../../src/checks/mute/examples/journey.ts';
import { forEachKind } from '../../../../src/checks/mute/preferences/kinds.ts';

const path = '/api/users/personalization/unmute-theme/qa-probe-0123456789ab-unused';
const page = (title: string): string => `<!doctype html><title>${title}</title><h1>${title}</h1>`;

function answer(
  status: number,
  body: unknown,
  type?: string,
  headers: Record<string, string> = {},
): Exchange {
  const guessed =
    typeof body === 'string' ? (body.startsWith('<') ? 'text/html' : 'text/plain') : 'application/json';
  const sent = { ...(body === '' ? {} : { 'content-type': type ?? guessed }), ...headers };
  return exampleAnswer(path, status, body, { headers: sent });
}

const notFound = answer(404, { detail: 'Not Found' });
const notAllowed = answer(405, { detail: 'Method Not Allowed' });
const problem = (verb: string): Exchange =>
  answer(404, {
    timestamp: `2026-01-2${verb.length}T09:00:00.${verb.length}12Z`,
    status: 404,
    error: 'Not Found',
  });

it.each<[string, Exchange, Exchange | null, RouteStatus]>([
  ['200 as documented', answer(200, { message: 'ok' }), null, 'present'],
  ['200 with nothing', answer(200, ''), null, 'present'],
  ['200 in plain text', answer(200, 'OK'), null, 'present'],
  ['200 with a list', answer(200, []), null, 'present'],
  ['202', answer(202, { status: 'queued' }), null, 'present'],
  ['204', answer(204, ''), null, 'present'],
  ['200 with a web app page', answer(200, page('App')), null, 'unproven'],
  ['a redirect', answer(307, '', undefined, { location: '/login' }), null, 'unproven'],
  ['400', answer(400, { detail: 'theme' }), null, 'rejected'],
  ['401', answer(401, { detail: 'Invalid token' }), null, 'unproven'],
  ['403 for the credentials', answer(403, { detail: 'Could not validate credentials' }), null, 'unproven'],
  ['403 for who is asking', answer(403, { detail: 'forbidden' }), null, 'rejected'],
  ['403 as a page', answer(403, page('403 Forbidden')), null, 'rejected'],
  ['403 with nothing', answer(403, ''), null, 'rejected'],
  ['409', answer(409, { detail: 'conflict' }), null, 'rejected'],
  ['422', answer(422, { detail: [{ type: 'string_type' }] }), null, 'rejected'],
  ['423 of WebDAV', answer(423, ''), null, 'rejected'],
  ['429', answer(429, { detail: 'slow down' }), null, 'unproven'],
  ['500', answer(500, { detail: 'boom' }), null, 'rejected'],
  ['502 as a page of a proxy', answer(502, page('502 Bad Gateway')), null, 'unproven'],
  ['501 as a page', answer(501, page('501 Not Implemented')), null, 'missing'],
  ['501 in JSON', answer(501, { detail: 'Not implemented' }), null, 'missing'],
  ['501 without signing keys', answer(501, { detail: 'Auth configuration error: JWKS' }), null, 'unproven'],
  ['405 in JSON', notAllowed, null, 'missing'],
  ['405 as a page', answer(405, page('405 Not Allowed')), null, 'missing'],
  ['405 with nothing', answer(405, ''), null, 'missing'],
  ['410', answer(410, { detail: 'Gone' }), null, 'missing'],
  ['404 of a handler', answer(404, { detail: 'No personalization' }), notAllowed, 'present'],
  ["404 of a handler in a router's words", notFound, notAllowed, 'present'],
  ["404 of FastAPI's router", notFound, notFound, 'missing'],
  ['404 and nobody else knows', answer(404, { detail: 'Unbekannt' }), answer(403, ''), 'unproven'],
  [
    '404 in two wordings',
    answer(404, { detail: 'User unknown' }),
    answer(404, { error: 'No route' }),
    'unproven',
  ],
  [
    'Express',
    answer(404, '<pre>Cannot DELETE /api/x</pre>'),
    answer(404, '<pre>Cannot GET /api/x</pre>'),
    'missing',
  ],
  [
    'Fastify',
    answer(404, { message: 'Route DELETE:/x not found' }),
    answer(404, { message: 'Route GET:/x not found' }),
    'missing',
  ],
  [
    'Rails',
    answer(404, 'No route matches [DELETE] "/x"'),
    answer(404, 'No route matches [GET] "/x"'),
    'missing',
  ],
  ['Spring', problem('DELETE'), problem('GET'), 'missing'],
  ['Go', answer(404, '404 page not found'), answer(404, '404 page not found'), 'missing'],
  [
    'nginx',
    answer(404, '<html><center>nginx/1.25.3</center></html>'),
    answer(404, '<html></html>'),
    'missing',
  ],
  ['404 with nothing', answer(404, ''), answer(404, ''), 'missing'],
  ['404 as a page where the path is routed', answer(404, page('Not Found')), notAllowed, 'unproven'],
  [
    "404 of Railway's edge",
    answer(404, { message: 'Application not found' }, undefined, { 'x-railway-fallback': 'true' }),
    null,
    'unproven',
  ],
])('an unmute that is answered %s', (_name, asked, wrongVerb, expected) => {
  expect(routeStatus(asked, wrongVerb)).toBe(expected);
});

it.each<[string, Exchange, RouteStatus]>([
  ['405', notAllowed, 'present'],
  ['404 in JSON', notFound, 'missing'],
  ['404 as a page', answer(404, page('Not Found')), 'unproven'],
  ['200', answer(200, {}), 'unproven'],
])('with --read-only, the wrong verb answered %s', (_name, asked, expected) => {
  expect(routeStatusByWrongVerb(asked)).toBe(expected);
});

const rowless = { lists: forEachKind(() => []), flags: { language_filter_user_set: false } };
const withFlag = { ...rowless, flags: { language_filter_user_set: true } };

it.each([
  ['404 and lists that hold something', 'present', 404, examplePreferences(), 'unproven'],
  ['404 and a flag that the user set', 'present', 404, withFlag, 'unproven'],
  ['404 and nothing listed', 'present', 404, rowless, 'present'],
  ['404 and lists that were not read', 'present', 404, null, 'present'],
  ['200 and lists that hold something', 'present', 200, examplePreferences(), 'present'],
  ['a router that knows no such path', 'missing', 404, examplePreferences(), 'missing'],
] as const)('%s: proven is what holds for this user', (_name, status, code, before, expected) => {
  const asked = stepResultOf(answer(code, { detail: 'nope' }));
  expect(provenStatus({ kind: 'theme', status, asked }, before)).toBe(expected);
});

it('a page that says 404 is no missing endpoint where nothing of the API was seen', () => {
  const asked = stepResultOf(answer(404, page('Not Found')));
  expect(provenStatus({ kind: 'theme', status: 'missing', asked }, null)).toBe('unproven');
});
