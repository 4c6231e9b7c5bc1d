import type { Exchange } from '../../http/exchange/exchange.ts';
import { cacheHeaderOf } from '../../http/exchange/cache.ts';
import { stepResultOf } from '../journey/step.ts';
import type { MuteContext } from '../probes/context.ts';
import { joinPages, preferencesOf, type Preferences } from './preferences.ts';
import { nextPage, pageSign } from './paging.ts';
import { freshReadRequest, readRequest } from '../journey/requests.ts';

/** One GET of the lists, and of their further pages. */
export interface PreferencesRead {
  /** The id of the exchange; the first page's. */
  readonly exchange: number;
  readonly status: number | null;
  readonly detail: string;
  readonly fromApi: boolean;
  /** Null when the answer cannot be trusted: `reason` says why. */
  readonly preferences: Preferences | null;
  readonly reason: string | null;
  /** The header by which a cache says that it answered. */
  readonly cache: string | null;
  /** By what the answer says that it is not all, where the rest could not be read. */
  readonly paged: string | null;
  /** The answer's `Date` header; null where a cache gave the answer, whose date is an old one. */
  readonly date: string | null;
}

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Asks past whatever may have kept an older answer. */
  readonly fresh?: boolean;
}

/** Pages that are read; nobody mutes so much by hand. */
const mostPages = 50;

/** Reads the lists once. */
export async function readPreferences(
  context: MuteContext,
  step: string,
  { signal = context.signal, fresh = false }: ReadOptions = {},
): Promise<PreferencesRead> {
  const { api, ledger } = context;
  const stamp = ledger.stamp();
  const request = fresh ? freshReadRequest(api, step, ledger.unique()) : readRequest(api, step);
  const exchange = await api.send({ ...request, signal });
  const { answer } = exchange;
  const pages = await furtherPages(context, exchange, signal);
  const preferences = joinPages(preferencesOf(exchange), pages);
  const cache = answer === null ? null : cacheHeaderOf(answer);
  if (preferences !== null) ledger.saw(stamp, preferences);
  const { status, detail, fromApi } = stepResultOf(exchange);
  const last = pages.at(-1)?.answer ?? answer;
  return {
    exchange: exchange.id,
    status,
    detail,
    fromApi,
    preferences,
    reason: preferences === null ? `"${step}" ${whyUnread(status, exchange.failure?.message)}` : null,
    cache,
    paged: last === null ? null : pageSign(last),
    date: cache === null ? (answer?.headers['date'] ?? null) : null,
  };
}

async function furtherPages({ api }: MuteContext, first: Exchange, signal: AbortSignal): Promise<Exchange[]> {
  const pages: Exchange[] = [];
  for (let page = first; pages.length < mostPages;) {
    const path = page.answer?.status === 200 ? nextPage(page.answer, page.request) : null;
    if (path === null) break;
    page = await api.send({ ...readRequest(api, `${first.step}, page ${pages.length + 2}`), path, signal });
    if (preferencesOf(page) === null) break;
    pages.push(page);
  }
  return pages;
}

function whyUnread(status: number | null, failure: string | undefined): string {
  if (status === null) return `got no answer (${failure ?? 'no reason given'})`;
  if (status === 200) return 'was answered 200 with a body that holds no preferences';
  return `was answered ${status}`;
}
