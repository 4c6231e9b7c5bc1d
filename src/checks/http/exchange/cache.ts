import type { Answer } from './exchange.ts';

/** By which header a cache says that it answered, as `name: value`; null where none does. */
export function cacheHeaderOf({ headers }: Answer): string | null {
  // `HIT`, `Hit from cloudfront`, `MISS, HIT`, `TCP_HIT`: and what is served while it is fetched anew.
  for (const name of [
    'cf-cache-status',
    'x-cache',
    'x-vercel-cache',
    'x-nextjs-cache',
    'x-proxy-cache',
    'cache-status',
  ]) {
    const value = headers[name];
    if (value !== undefined && /(^|[^a-z])(hit|stale|updating|revalidated)([^a-z]|$)/i.test(value))
      return `${name}: ${value}`;
  }
  const { age } = headers;
  return age !== undefined && Number(age) > 0 ? `age: ${age}` : null;
}
