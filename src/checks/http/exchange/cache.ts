import type { Answer } from './exchange.ts';

/** Names of headers in which caches say what they did: `cf-cache-status`, `x-vercel-cache`, `cdn-cache`. */
const statusHeader = /(^|-)cache(-status|-lookup|-result)?$/;

/**
 * `HIT`, `TCP_HIT`, `RefreshHit from cloudfront`, `MISS, HIT`; and what is served while it is fetched anew.
 */
const served = /(^|[^a-z])(refresh)?(hit|stale|updating|revalidated)([^a-z]|$)/i;

/**
 * The header by which an answer says that a cache gave it, quoted: `x-cache: HIT`; its age where no header
 * names the cache. Null where none does.
 */
export function cacheHeaderOf({ headers }: Answer): string | null {
  const signs = Object.entries(headers).filter(([name, value]) => isSign(name.toLowerCase(), value.trim()));
  const [name, value] = signs.find(([sign]) => sign.toLowerCase() !== 'age') ?? signs[0] ?? [];
  return value === undefined ? null : `${name}: ${value.trim().slice(0, 100)}`;
}

function isSign(name: string, value: string): boolean {
  // RFC 9111, section 5.1: seconds since the origin made it. A fresh answer may carry a 0.
  if (name === 'age') return /^0*[1-9]\d*$/.test(value);
  // RFC 9211, section 2: each cache on the way, and `hit` among its parameters.
  if (name === 'cache-status') return /;\s*hit(?![\w=-])/i.test(value);
  if (name === 'x-cache-hits') return value.split(',').some((hits) => Number(hits) > 0);
  // Varnish names the request that filled the cache behind the one that was answered from it.
  if (name === 'x-varnish') return /^\d+\s+\d+$/.test(value);
  return statusHeader.test(name) && served.test(value);
}
