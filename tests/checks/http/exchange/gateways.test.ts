import { expect, it } from 'vitest';
import { exampleAnswer, exampleTraffic } from '../../../../src/checks/http/examples/exchanges.ts';
import { gatewayOf } from '../../../../src/checks/http/exchange/gateway.ts';
import { gatewayError } from '../../../../src/checks/http/gateway-error.ts';
import { wrongHost } from '../../../../src/checks/http/wrong-host.ts';

/**
 * Who answered, with which status, headers and body. In the style of each, and in no one's words but its own.
 */
type Case = readonly [server: string, status: number, headers: Record<string, string>, body: unknown];

const page = (title: string, rest = ''): string =>
  `<html><head><title>${title}</title></head><body><h1>${title}</h1>${rest}</body></html>`;

it.each<Case>([
  [
    'IIS',
    502,
    { server: 'Microsoft-IIS/10.0' },
    page('502', 'It received an invalid response while acting as a gateway or proxy server.'),
  ],
  ['IIS', 503, { server: 'Microsoft-HTTPAPI/2.0' }, page('Service Unavailable')],
  ['IIS', 503, {}, 'The service is unavailable.'],
  ['IIS', 500, {}, page('HTTP Error 500.30 - The app failed to start')],
  ['IIS', 400, { server: 'Microsoft-HTTPAPI/2.0' }, ''],
  ['Imperva', 403, {}, page('x', '<iframe src="/_Incapsula_Resource?a=1"></iframe>')],
  ['Imperva', 200, {}, page('x', '<iframe id="main" src="//x/_Incapsula_Resource?a=1"></iframe>')],
  ['Imperva', 503, {}, page('x', 'Incapsula incident ID: 1-2')],
  ['Imperva', 403, {}, page('Error 15', 'Powered by <img alt="x"> Imperva')],
  ['Sucuri', 403, { server: 'Sucuri/Cloudproxy' }, page('Sucuri WebSite Firewall - Denied')],
  ['Sucuri', 403, { 'x-sucuri-block': '1' }, ''],
  ['Sucuri', 502, { server: 'Sucuri/Cloudproxy' }, page('502 Bad Gateway')],
  ['Akamai', 403, { server: 'AkamaiGHost' }, page('Access Denied')],
  ['Akamai', 403, {}, page('Access Denied', 'Reference&#32;&#35;18&#46;1 https://errors.edgesuite.net/18')],
  ['Akamai', 504, {}, page('Gateway Timeout', 'Reference #1.a1b2.1700000000.c3')],
  ['Fastly', 500, {}, 'Fastly error: unknown domain: api.example.'],
  ['Fastly', 503, {}, page('503 first byte timeout', '<h3>Guru Mediation:</h3><p>Details: cache-par1</p>')],
  ['Varnish', 503, {}, page('503 Backend fetch failed', '<h3>Guru Meditation:</h3>')],
  ['Azure', 502, { 'x-azure-ref': 'a' }, page('x', "<h2>Our services aren't available right now</h2>")],
  ['Azure', 403, { 'x-azure-ref': 'a' }, page('x', '<h2>The request is blocked.</h2>')],
  ['Azure', 502, { server: 'Microsoft-Azure-Application-Gateway/v2' }, page('502 Bad Gateway')],
  ['Azure', 403, { server: 'Microsoft-Azure-Application-Gateway/v2' }, page('403 Forbidden')],
  ['Heroku', 503, { server: 'Cowboy' }, page('x', '<iframe src="//www.herokucdn.com/error-pages/a.html">')],
  ['Heroku', 503, { server: 'heroku' }, ''],
  ['Fly', 502, { server: 'Fly/1a2b (2026-01-01)' }, ''],
  ['Fly', 503, { server: 'Fly/1a2b (2026-01-01)' }, ''],
  ['Vercel', 504, { 'x-vercel-error': 'FUNCTION_INVOCATION_TIMEOUT' }, 'It did not answer in time.'],
  ['Vercel', 403, { 'x-vercel-mitigated': 'deny' }, page('Checkpoint')],
  ['Vercel', 429, { 'x-vercel-mitigated': 'challenge' }, page('Checkpoint')],
  ['Render', 502, { 'x-render-routing': 'no-server' }, page('502')],
  ['Render', 503, { 'x-render-routing': 'hibernate-wake-error' }, ''],
  ['Envoy', 503, { server: 'envoy' }, 'no healthy upstream'],
  ['Envoy', 504, { server: 'istio-envoy' }, 'upstream request timeout'],
  ['Envoy', 503, { server: 'istio-envoy' }, ''],
  ['Envoy', 403, { server: 'istio-envoy' }, 'RBAC: access denied'],
  ['a proxy', 502, {}, 'Bad Gateway'],
  ['a proxy', 504, {}, 'Gateway Timeout'],
  ['a proxy', 503, {}, 'no available server'],
  ['HAProxy', 502, {}, page('502 Bad Gateway', 'The server returned an invalid or incomplete response.')],
  ['HAProxy', 504, {}, page('504 Gateway Time-out', "The server didn't respond in time.")],
  ['HAProxy', 403, {}, page('403 Forbidden', 'Request forbidden by administrative rules.')],
  ['HAProxy', 400, {}, page('400 Bad request', 'Your browser sent an invalid request.')],
  ['HAProxy', 408, {}, page('408 Request Time-out', "Your browser didn't send a complete request in time.")],
  ['OpenShift', 503, {}, page('Application is not available')],
  [
    'Kong',
    502,
    { server: 'kong/3.9.1' },
    { message: 'The upstream server answered nonsense', request_id: 'a' },
  ],
  ['Kong', 504, { via: '1.1 kong/3.9.1' }, { message: 'The upstream server is timing out' }],
  ['Cloudflare', 403, { server: 'cloudflare' }, { status: 403, cloudflare_error: true, error_code: 1020 }],
  ['Cloudflare', 530, { server: 'cloudflare' }, 'error code: 1033'],
  ['AWS WAF', 202, { 'x-amzn-waf-action': 'challenge' }, ''],
  ['AWS WAF', 405, { 'x-amzn-waf-action': 'captcha' }, page('Human?')],
  ['an AWS load balancer', 403, { server: 'awselb/2.0' }, page('403 Forbidden')],
  ['an AWS load balancer', 503, { server: 'awselb/2.0' }, { message: 'maintenance' }],
  ['CloudFront', 403, { server: 'CloudFront' }, page('403 ERROR')],
  ['F5', 200, {}, page('Rejected', 'The requested URL was rejected. Please ask. Your support ID is: 42')],
  ['Google Frontend', 502, {}, page('Error 502 (Server Error)!!1')],
  ['DigitalOcean', 504, {}, 'upstream_reset_before_response_started{connection_termination} (503 UC)'],
])('%s answered %i in front of the application', (server, status, headers, body) => {
  const exchange = exampleAnswer('/api/x', status, body, { headers });
  expect(gatewayOf(exchange)).toBe(server);
  const seen = exampleTraffic(exampleAnswer('/api/health', 200, { status: 'ok' }), exchange);
  expect(gatewayError.judge(seen)).toMatchObject([{ facts: { server, status } }]);
  expect(wrongHost.judge(seen)).toEqual([]);
});

it.each<Case>([
  ['IIS', 500, { server: 'Microsoft-IIS/10.0' }, page('Runtime Error')],
  ['IIS', 503, { server: 'Microsoft-IIS/10.0' }, { detail: 'not ready' }],
  ['Imperva', 403, { 'x-cdn': 'Imperva', 'x-iinfo': '1-2' }, { detail: 'forbidden' }],
  ['Imperva', 200, {}, page('Up', '<script src="/_Incapsula_Resource?a=1"></script>')],
  ['Sucuri', 500, { server: 'Sucuri/Cloudproxy' }, { detail: 'boom' }],
  ['Fastly', 500, { 'x-served-by': 'cache-par1', via: '1.1 varnish' }, page('Server Error')],
  ['Azure', 500, { 'x-azure-ref': 'a' }, { detail: 'boom' }],
  ['Heroku', 500, { via: '1.1 heroku-router' }, { detail: 'boom' }],
  ['Fly', 502, { server: 'Fly/1a2b' }, { detail: 'upstream of ours' }],
  ['Envoy', 503, { server: 'istio-envoy' }, { detail: 'not ready' }],
  ['Caddy', 500, { server: 'Caddy' }, page('Server Error')],
  ['Kong', 500, { via: '1.1 kong/3.9.1' }, { message: 'boom' }],
  ['Cloudflare', 500, { server: 'cloudflare' }, { detail: 'boom', cloudflare_error: false }],
  ['nginx', 413, { server: 'nginx' }, page('413 Request Entity Too Large', '<center>nginx</center>')],
  ['nginx', 404, { server: 'nginx' }, page('404 Not Found', '<center>nginx</center>')],
  ['nginx', 200, { server: 'nginx' }, page('Welcome')],
])('what comes through %s with %i is still the application', (_server, status, headers, body) => {
  expect(gatewayOf(exampleAnswer('/api/x', status, body, { headers }))).toBeNull();
});
