import type { Answer } from './exchange.ts';

/** Headers by which a cache says that it answered itself, and what their values then look like. */
const signs: readonly (readonly [string, RegExp])[] = [
  // RFC 9211, section 2.1: `ExampleCache; hit; ttl=376`.
  ['cache-status', /;\s*hit\b/i],
  ['cf-cache-status', /^(hit|stale|updating|revalidated)$/i],
  ['x-cache', /\bhit\b/i],
  ['x-cache-status', /\b(hit|stale|updating)\b/i],
  ['x-proxy-cache', /\bhit\b/i],
  ['x-vercel-cache', /^(hit|stale)$/i],
  ['x-cache-hits', /[1-9]/],
  // RFC 9111, section 5.1: seconds since the origin made it. A fresh answer may carry a 0.
  ['age', /^0*[1-9]\d*$/],
];

/** The header by which an answer says that a cache gave it, quoted: `x-cache: HIT`. Null when none does. */
export function cacheSign({ headers }: Answer): string | null {
  for (const [name, pattern] of signs) {
    const value = headers[name]?.trim();
    if (value !== undefined && pattern.test(value)) return `${name}: ${value.slice(0, 100)}`;
  }
  return null;
}
