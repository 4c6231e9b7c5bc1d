import { describe, expect, it } from 'vitest';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../../src/checks/http/examples/exchanges.ts';
import { isForeignHost } from '../../../../src/checks/http/exchange/classify.ts';
import type { Exchange } from '../../../../src/checks/http/exchange/exchange.ts';
import { gatewayOf } from '../../../../src/checks/http/exchange/gateway.ts';
import { gatewayError } from '../../../../src/checks/http/gateway-error.ts';
import { rateLimited } from '../../../../src/checks/http/rate-limited.ts';
import { railwayEdgeError } from '../../../../src/checks/http/railway-edge-error.ts';
import { redirectedRequest } from '../../../../src/checks/http/redirected-request.ts';
import { unexpectedShape } from '../../../../src/checks/http/unexpected-shape.ts';
import { unreachableApi } from '../../../../src/checks/http/unreachable-api.ts';
import { wrongHost } from '../../../../src/checks/http/wrong-host.ts';
import { Withheld, type Judgement } from '../../../../src/checks/check.ts';

const page = (title: string, rest = ''): string =>
  `<html><head><title>${title}</title></head><body><center><h1>${title}</h1></center>${rest}</body></html>`;
const withHeaders = (headers: Record<string, string>) => ({ headers });
const said = (judgement: Judgement) =>
  judgement instanceof Withheld ? judgement.status : judgement.map(({ message }) => message);

describe('an error that somebody in front answered', () => {
  it.each<[string, Exchange]>([
    ['nginx', exampleAnswer('/x', 502, page('502 Bad Gateway', '<hr><center>nginx/1.27.3</center>'))],
    ['nginx', exampleAnswer('/x', 400, page('400 Bad Request', '<hr><center>nginx</center>'))],
    ['nginx', exampleAnswer('/x', 504, page('504 Gateway Time-out'), withHeaders({ server: 'nginx' }))],
    [
      'an AWS load balancer',
      exampleAnswer(
        '/x',
        503,
        page('503 Service Temporarily Unavailable'),
        withHeaders({ server: 'awselb/2.0' }),
      ),
    ],
    ['Cloudflare', exampleAnswer('/x', 520, page('api | 520: error'), withHeaders({ server: 'cloudflare' }))],
    ['Cloudflare', exampleAnswer('/x', 522, '', withHeaders({ server: 'cloudflare' }))],
    [
      'Cloudflare',
      exampleAnswer('/x', 403, page('Just a moment...'), withHeaders({ 'cf-mitigated': 'challenge' })),
    ],
    [
      'CloudFront',
      exampleAnswer(
        '/x',
        504,
        '<H1>504 ERROR</H1><H2>The request could not be satisfied.</H2>',
        withHeaders({ server: 'CloudFront' }),
      ),
    ],
    ['Cloudflare', exampleAnswer('/x', 403, 'error code: 1020', withHeaders({ server: 'cloudflare' }))],
    [
      'Cloudflare',
      exampleAnswer('/x', 200, page('Just a moment...'), withHeaders({ 'cf-mitigated': 'challenge' })),
    ],
    [
      'Heroku',
      exampleAnswer(
        '/x',
        503,
        page('Application Error', '<iframe src="//www.herokucdn.com/error-pages/application-error.html">'),
      ),
    ],
    ['Fly', exampleAnswer('/x', 502, '', withHeaders({ server: 'Fly/0a1b2c' }))],
    [
      'Vercel',
      exampleAnswer(
        '/x',
        500,
        'A server error has occurred\n\nFUNCTION_INVOCATION_FAILED',
        withHeaders({ 'x-vercel-error': 'FUNCTION_INVOCATION_FAILED' }),
      ),
    ],
    [
      'Render',
      exampleAnswer('/x', 503, 'Service Suspended', withHeaders({ 'x-render-routing': 'suspend-by-user' })),
    ],
    [
      'AWS API Gateway',
      exampleAnswer('/x', 502, { message: 'Internal server error' }, withHeaders({ 'apigw-requestid': 'a' })),
    ],
    [
      'AWS API Gateway',
      exampleAnswer(
        '/x',
        403,
        { message: 'Missing Authentication Token' },
        withHeaders({ 'x-amzn-errortype': 'MissingAuthenticationTokenException' }),
      ),
    ],
    [
      'Kong',
      exampleAnswer(
        '/x',
        503,
        { message: 'failure to get a peer from the ring-balancer' },
        withHeaders({ server: 'kong/3.9' }),
      ),
    ],
    ['Azure', exampleAnswer('/x', 403, page('Unavailable', 'Error 403 - This web app is stopped.'))],
    ['Akamai', exampleAnswer('/x', 503, page('Unavailable'), withHeaders({ server: 'AkamaiGHost' }))],
    ['ngrok', exampleAnswer('/x', 502, page('x'), withHeaders({ 'ngrok-error-code': 'ERR_NGROK_8012' }))],
    ['a captive portal', exampleAnswer('/x', 511, page('Network Authentication Required'))],
    [
      'HAProxy',
      exampleAnswer(
        '/x',
        503,
        '<html><body><h1>503 Service Unavailable</h1>\nNo server is available to handle this request.\n</body></html>',
      ),
    ],
    ['Envoy', exampleAnswer('/x', 503, 'upstream connect error or disconnect/reset before headers')],
    ['Caddy', exampleAnswer('/x', 502, '', withHeaders({ server: 'Caddy' }))],
    ['a proxy', exampleAnswer('/x', 502, 'Bad Gateway')],
    ['a proxy', exampleAnswer('/x', 503, 'no available server\n')],
    ['a proxy', exampleAnswer('/x', 503, page('503 Service Unavailable'))],
  ])('names %s', (server, exchange) => {
    expect(gatewayOf(exchange)).toBe(server);
    const seen = exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' }), exchange);
    expect(gatewayError.judge(seen)).toMatchObject([{ facts: { server } }]);
    expect(wrongHost.judge(seen)).toEqual([]);
    // Nor is it another host where nobody else answered.
    expect(wrongHost.judge(exampleTraffic(exchange))).toMatchObject({
      observed: [],
      reason: `${server} answered in front of the application`,
    });
  });

  it.each<[string, Exchange]>([
    [
      'JSON of the application, behind nginx',
      exampleAnswer('/x', 503, { detail: 'x' }, withHeaders({ server: 'nginx' })),
    ],
    ['an envelope of another form', exampleAnswer('/x', 500, { error: { code: 1 } })],
    ["the application's own page", exampleAnswer('/x', 500, page('Server Error (500)'))],
    ['a line of the application', exampleAnswer('/x', 503, 'Service Unavailable')],
    ['a traceback', exampleAnswer('/x', 500, 'Traceback (most recent call last):\n…')],
    [
      'what nginx does not find',
      exampleAnswer('/x', 404, page('404 Not Found', '<hr><center>nginx</center>')),
    ],
    ["Railway's edge", exampleAnswer('/x', 502, { message: 'Application failed to respond' })],
    ['a good page', exampleAnswer('/x', 200, page('Hello'), withHeaders({ server: 'nginx' }))],
  ])('is not %s', (_what, exchange) => {
    expect(gatewayOf(exchange)).toBeNull();
  });

  it('of one kind and status is said once, whatever the routes', () => {
    const bad = page('502 Bad Gateway', '<hr><center>nginx</center>');
    const seen = exampleTraffic(exampleAnswer('/a', 502, bad), exampleAnswer('/b', 502, bad));
    expect(said(gatewayError.judge(seen))).toEqual(['Nginx answered 502 for the application on 2 routes.']);
  });
});

describe('another host', () => {
  const missing = (path: string) => exampleAnswer(path, 404, { detail: 'Not Found' });
  it.each<[string, boolean, Exchange[]]>([
    ['a foreign FastAPI that knows none of the routes', true, ['/a', '/b', '/c'].map(missing)],
    [
      'a web site that knows none of them',
      true,
      ['/a', '/b', '/c'].map((path) => exampleAnswer(path, 404, page('Not found'))),
    ],
    [
      'a web site that answers all of them',
      true,
      ['/a', '/b'].map((path) => exampleAnswer(path, 200, page('Hello'))),
    ],
    ['JSON of something else', true, [exampleAnswer('/a', 200, { hello: 'world' })]],
    ['one route that is missing', false, [missing('/a'), exampleAnswer('/b', 403, { detail: 'no' })]],
    [
      'errors in an envelope of their own',
      false,
      ['/a', '/b', '/c'].map((path) => exampleAnswer(path, 500, { error: 'x' })),
    ],
    ['{"ok":true}', false, [exampleAnswer('/a', 200, { ok: true })]],
    ['plain OK', false, [exampleAnswer('/a', 200, 'OK', withHeaders({ 'content-type': 'text/plain' }))]],
    ['an empty 204', false, [exampleAnswer('/a', 204, '')]],
    ['a page of a route that the user named', false, [named(exampleAnswer('/up', 200, page('')))]],
    ['pages with errors only', false, [exampleAnswer('/a', 500, page('Server Error'))]],
  ])('%s: %s', (_what, foreign, exchanges) => {
    expect(isForeignHost({ exchanges })).toBe(foreign);
    expect(wrongHost.judge(exampleTraffic(...exchanges))).toHaveLength(foreign ? 1 : 0);
  });
});

function named(exchange: Exchange): Exchange {
  return { ...exchange, request: { ...exchange.request, named: true } };
}

it('a host that times out is told from routes that do, beside liveness that answers', () => {
  const late = { layer: 'timeout' as const, code: null, message: 'no answer within 10000 ms' };
  const silent = ['/api/a', '/api/b'].map((path) => exampleFailure(path, late));
  expect(said(unreachableApi.judge(exampleTraffic(...silent)))).toEqual([
    'No HTTP answer from https://api.example (timeout): no answer within 10000 ms.',
  ]);
  expect(
    said(unreachableApi.judge(exampleTraffic(exampleAnswer('/api/health', 200, {}), ...silent))),
  ).toEqual([
    'No HTTP answer on 2 routes of https://api.example (/api/a, /api/b), while /api/health answered ' +
      '(timeout): no answer within 10000 ms.',
  ]);
});

it('https that redirects to itself names X-Forwarded-Proto', () => {
  const loop = exampleAnswer(
    '/api/health',
    307,
    '',
    withHeaders({ location: 'https://api.example/api/health' }),
  );
  expect(redirectedRequest.judge(exampleTraffic(loop))).toMatchObject([
    {
      message: expect.stringContaining('which is itself') as string,
      advice: expect.stringContaining('X-Forwarded-Proto') as string,
    },
  ]);
});

it('a service that wakes is told from one that is down', () => {
  const edge = exampleAnswer('/api/health', 502, { message: 'Application failed to respond' });
  const later = { ...exampleAnswer('/api/health/ready', 200, { status: 'ready' }), startedMs: 9_000 };
  expect(railwayEdgeError.judge(exampleTraffic(edge, later))).toMatchObject([
    { severity: 'warning', message: expect.stringContaining('sleeping') as string },
  ]);
  const [down] = [railwayEdgeError.judge(exampleTraffic(edge))].flat();
  expect(down).toMatchObject({ advice: expect.stringContaining('app sleeping') as string });
  expect(down).not.toHaveProperty('severity');
});

it.each<[string, number[], RegExp]>([
  [
    'nothing stayed refused',
    [200, 200, 429, 200],
    /429 after 2 requests in .* s, with Retry-After: 1; asked again later/,
  ],
  ['a route stayed refused', [200, 429, 429], /429 after 1 request in .*; GET \/api\/x stayed refused/],
])('too many requests: %s', (_what, statuses, message) => {
  const exchanges = statuses.map((status, index) => ({
    ...exampleAnswer('/api/x', status, {}, withHeaders(status === 429 ? { 'retry-after': '1' } : {})),
    id: index + 1,
  }));
  expect(said(rateLimited.judge(exampleTraffic(...exchanges)))).toEqual([expect.stringMatching(message)]);
});

it.each([
  ['source', ['11111111-2222-4333-8444-555555555555', 'qa-probe-0123456789ab-no-uuid'], '{id}'],
  ['theme', ['qa-probe-0123456789ab-theme', '%20Qa-Probe-0123456789ab-theme%20', 'sport'], '{value}'],
  ['content-type', ['youtube', 'qa-probe-0123456789ab'], '{value}'],
])('the unmute of a %s is one route, whatever value is unmuted', (kind, values, place) => {
  const bad = { shapeIssues: ['message: expected string, received nothing'] };
  const route = `/api/users/personalization/unmute-${kind}`;
  const seen = exampleTraffic(
    ...values.map((value) => exampleAnswer(`${route}/${value}`, 200, { message: 1 }, bad)),
  );
  expect([unexpectedShape.judge(seen)].flat()).toMatchObject([{ subject: `${route}/${place}` }]);
});

it('several methods of one path are several findings, each with a subject of its own', () => {
  const bad = { shapeIssues: ['message: expected string, received number'] };
  const post = exampleAnswer('/api/x', 200, { message: 1 }, bad);
  const del = { ...post, request: { ...post.request, method: 'DELETE' } };
  const judged = unexpectedShape.judge(exampleTraffic(post, del));
  expect([judged].flat().map((each) => 'subject' in each && each.subject)).toEqual([
    'GET /api/x',
    'DELETE /api/x',
  ]);
});
