import * as z from 'zod/mini';
import type { Answer } from '../../http/exchange/exchange.ts';

const pageShape = z.looseObject({
  has_more: z.optional(z.boolean()),
  next: z.optional(z.nullable(z.string())),
  next_page: z.optional(z.nullable(z.union([z.string(), z.number()]))),
  next_cursor: z.optional(z.nullable(z.string())),
  page: z.optional(z.number()),
  pages: z.optional(z.number()),
});

/** By what an answer says that there is more than it shows; null when it does not. */
export function pageSign({ headers, body }: Answer): string | null {
  if (nextLink(headers['link'] ?? '') !== null) return 'a Link header with rel="next"';
  const read = pageShape.safeParse(body.json);
  if (!read.success) return null;
  const { has_more: hasMore, page, pages, ...others } = read.data;
  if (hasMore === true) return 'has_more: true';
  if (page !== undefined && pages !== undefined && page < pages) return `page ${page} of ${pages}`;
  for (const name of ['next', 'next_page', 'next_cursor'] as const) {
    if (others[name] != null && others[name] !== '') return `${name}: ${others[name]}`;
  }
  return null;
}

/**
 * The path of the next page, where a Link header (RFC 8288) names one below the same path; whatever else a
 * server names is not followed with a token.
 */
export function nextPage({ headers }: Answer, { url }: { readonly url: string }): string | null {
  const link = nextLink(headers['link'] ?? '');
  if (link === null || !URL.canParse(link, url)) return null;
  const [here, there] = [new URL(url), new URL(link, url)];
  return here.origin === there.origin && here.pathname === there.pathname
    ? there.pathname + there.search
    : null;
}

function nextLink(header: string): string | null {
  return /<([^>]*)>[^,]*;\s*rel="?next\b/i.exec(header)?.[1] ?? null;
}
