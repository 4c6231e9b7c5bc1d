import type { Exchange } from '../../../src/checks/http/exchange/exchange.ts';
import {
  exampleAnswer,
  exampleFailure,
  exampleTraffic,
} from '../../../src/checks/http/examples/exchanges.ts';
import type { Scenarios } from '../support/told.ts';

const silent = (...paths: readonly string[]): Exchange[] =>
  paths.map((path) =>
    exampleFailure(path, { layer: 'tcp', code: 'ECONNREFUSED', message: 'connect ECONNREFUSED' }),
  );
const answered = (...paths: readonly string[]): Exchange[] =>
  paths.map((path) => exampleAnswer(path, 200, {}));
const ledTo = (location: string): Exchange => exampleAnswer('/api/x', 308, '', { headers: { location } });
const inOrder = (...exchanges: readonly Exchange[]) =>
  exampleTraffic(...exchanges.map((each, place) => ({ ...each, id: place + 1, startedMs: 100 * place })));
const edge = (status: number, path = '/api/x'): Exchange =>
  exampleAnswer(
    path,
    status,
    { status: 'error', code: status, message: 'Application failed to respond' },
    {
      headers: {
        server: 'railway-edge',
        'x-railway-fallback': 'true',
        'x-railway-request-id': 'abc',
        'x-railway-edge': 'railway/europe-west4',
      },
    },
  );
const page = (status: number, title: string, headers: Readonly<Record<string, string>> = {}) =>
  exampleTraffic(
    exampleAnswer('/api/x', status, `<html><head><title lang="en">${title}</title></head></html>`, {
      headers: { server: 'nginx', 'content-type': 'text/html', ...headers },
    }),
  );
const speaksTls = (status: number) =>
  page(status, '400 The plain HTTP request was sent to HTTPS port</title><hr><center>nginx/1.24.0</center>');
const limited = (path: string, headers: Readonly<Record<string, string>> = {}): Exchange =>
  exampleAnswer(path, 429, { detail: 'Too Many Requests' }, { headers: { ...headers } });
const took = (path: string, total: number): Exchange => {
  const exchange = exampleAnswer(path, 200, {});
  return { ...exchange, phases: { ...exchange.phases, total } };
};

export const httpScenarios: Scenarios = {
  'unreachable-api': {
    'one of two routes answers': exampleTraffic(...silent('/a'), ...answered('/b')),
    'one route is silent, and three answer': exampleTraffic(...silent('/a'), ...answered('/b', '/c', '/d')),
    'a route answers at times': exampleTraffic(...silent('/a'), ...answered('/a')),
    'three routes are silent': exampleTraffic(...silent('/a', '/b', '/c')),
    'four routes are silent, and two answer': exampleTraffic(
      ...silent('/a', '/b', '/c', '/d'),
      ...answered('/e', '/f'),
    ),
    'routes fail at two layers': exampleTraffic(
      ...silent('/a'),
      exampleFailure('/b', { layer: 'tls', code: null, message: 'certificate has expired' }),
    ),
  },
  'redirected-request': {
    'the path without its slash leads to the one with it, which answers': exampleTraffic(
      ledTo('/api/x/'),
      ...answered('/api/x/'),
    ),
    'it leads there, and nobody asked there': exampleTraffic(ledTo('/api/x/')),
    'it leads there in plain http': exampleTraffic(
      ledTo('http://api.example/api/x/'),
      ...answered('/api/x/'),
    ),
    'what it leads to leads on': exampleTraffic(
      ledTo('/api/x/'),
      exampleAnswer('/api/x/', 307, '', { headers: { location: '/login' } }),
    ),
  },
  'railway-edge-error': {
    'a service that slept answers after a while': inOrder(edge(502), edge(502), ...answered('/api/x')),
    'it answered, and then no more': inOrder(...answered('/api/x'), edge(502)),
    'it answered before and after': inOrder(...answered('/api/x'), edge(502), ...answered('/api/x')),
    'it is slow and then answers': inOrder(edge(502), edge(503, '/api/y'), ...answered('/api/x')),
    'two routes are answered alike': inOrder(edge(502), edge(502, '/api/y')),
    'no application is bound': inOrder(edge(404)),
    'the application began to answer in the same moment': exampleTraffic(
      { ...edge(502), startedMs: 0, phases: { ...edge(502).phases, total: 50 } },
      { ...exampleAnswer('/api/x', 200, {}), id: 2, startedMs: 50 },
    ),
  },
  'gateway-error': {
    'a page with a title of its own': page(502, ' Under maintenance '),
    'a page that repeats its status': page(503, '503 Service Unavailable'),
    'a challenge to a browser': page(403, 'Access denied', {
      'cf-mitigated': 'challenge',
      'cf-ray': '8a1b-FRA',
    }),
    'a page that waits for a browser': page(403, 'Just a moment...'),
    'the port speaks TLS': speaksTls(400),
    'the port speaks TLS, as nginx numbers it': speaksTls(497),
    'some routes failed': exampleTraffic(
      ...silent('/a'),
      exampleAnswer('/api/x', 502, '<html><head><title>502 Bad Gateway</title></head></html>'),
      exampleAnswer('/api/y', 502, '<html><head><title>502 Bad Gateway</title></head></html>'),
    ),
  },
  'rate-limited': {
    'one request before, answered later': inOrder(...answered('/a'), limited('/b'), ...answered('/b')),
    'two requests before, and two routes stay refused': inOrder(
      ...answered('/a', '/a'),
      limited('/b', { 'retry-after': '7' }),
      limited('/c'),
      ...answered('/a'),
    ),
    'one of two stays refused': inOrder(limited('/b'), limited('/c'), ...answered('/b')),
    'no answer came later': inOrder(...silent('/a'), limited('/b'), ...silent('/b')),
  },
  'slow-response': {
    'the slowest of three': exampleTraffic(took('/a', 1_500), took('/a', 2_500), took('/a', 1_200)),
    'two are as slow, and one has no answer': exampleTraffic(
      took('/a', 1_500),
      took('/a', 1_500),
      ...silent('/a').map((each) => ({ ...each, phases: { ...each.phases, total: 9_000 } })),
    ),
  },
};
