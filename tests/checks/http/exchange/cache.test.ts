import { expect, it } from 'vitest';
import { cacheHeaderOf } from '../../../../src/checks/http/exchange/cache.ts';

const signOf = (headers: Record<string, string>) =>
  cacheHeaderOf({
    status: 200,
    headers,
    body: { bytes: 0, truncated: false, text: '' },
    shapeIssues: [],
  });

it.each([
  [{ age: '1', 'cf-cache-status': 'HIT' }, 'cf-cache-status: HIT'],
  [{ age: '7', 'x-cache': 'Hit from cloudfront' }, 'x-cache: Hit from cloudfront'],
  [{ age: '7' }, 'age: 7'],
  [{ 'cache-status': 'edge; hit; ttl=30' }, 'cache-status: edge; hit; ttl=30'],
  [{ 'x-varnish': '32770 5' }, 'x-varnish: 32770 5'],
])('%j is told by the header that names the cache, and by its age where none does', (headers, sign) => {
  expect(signOf(headers)).toBe(sign);
});

it.each([{}, { age: '0' }, { 'cf-cache-status': 'MISS' }, { 'cache-status': 'edge; fwd=miss' }])(
  '%j comes from no cache',
  (headers) => {
    expect(signOf(headers)).toBeNull();
  },
);
