import * as z from 'zod/mini';
import type { Exchange } from '../../http/exchange/exchange.ts';
import { contracts, forEachKind, kinds, type Kind } from './kinds.ts';

/**
 * Entries. Nobody mutes so much by hand; a list that is longer is no user's, and too long to be compared and
 * shown again and again.
 */
const longest = 10_000;

const list = z.nullable(z.array(z.string()));

/** A user's preferences as one GET returned them. */
export const preferencesShape = z.object({
  /** In the answer's order; null where the answer held no list of texts for the kind. */
  lists: z.object({ source: list, theme: list, topic: list, 'content-type': list }),
  /** Every true or false of the answer, by field. */
  flags: z.record(z.string(), z.boolean()),
});
export type Preferences = z.infer<typeof preferencesShape>;

/** Reads the preferences out of an answered GET; null when it is not an answer that can be trusted. */
export function preferencesOf(exchange: Exchange): Preferences | null {
  const { answer } = exchange;
  if (answer?.status !== 200 || answer.body.truncated) return null;
  const body = z.record(z.string(), z.unknown()).safeParse(answer.body.json);
  if (!body.success) return null;
  const lists = forEachKind((kind) => {
    const read = z.array(z.string()).safeParse(body.data[contracts[kind].list]);
    return read.success && read.data.length <= longest ? read.data : null;
  });
  // An answer without a single list is another API's, not an empty state.
  if (kinds.every((kind) => lists[kind] === null)) return null;
  const flags = Object.fromEntries(
    Object.entries(body.data).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
  );
  return { lists, flags };
}

/** The lists of several pages as one; null where the first could not be read. */
export function joinPages(first: Preferences | null, further: readonly Exchange[]): Preferences | null {
  if (first === null || further.length === 0) return first;
  const pages = further.flatMap((page) => preferencesOf(page) ?? []);
  return {
    ...first,
    lists: forEachKind(
      (kind) => first.lists[kind]?.concat(...pages.map(({ lists }) => lists[kind] ?? [])) ?? null,
    ),
  };
}

/**
 * How often a value stands in a kind's list, in another spelling where it does not in its own; null when the
 * list is not there.
 */
export function timesListed(preferences: Preferences, kind: Kind, value: string): number | null {
  const listed = preferences.lists[kind];
  if (listed === null) return null;
  const times = listed.filter((entry) => entry === value).length;
  return times > 0 ? times : listed.filter((entry) => spelling(entry) === spelling(value)).length;
}

/** What is left of a text when it is stored as a slug, or in another normal form of Unicode. */
export function spelling(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '');
}

/**
 * Whether a list may be but its first or last page, though nothing says so: as long as before, and of a
 * length that people choose for pages.
 */
export function looksPaged(before: readonly string[] | null, after: readonly string[] | null): boolean {
  const length = before?.length ?? 0;
  return length >= 10 && length % 5 === 0 && after?.length === length;
}

/** Whether a state can only be that of a user who has a row: one without is shown the defaults. */
export function hasVisibleRow({ lists, flags }: Preferences): boolean {
  const isListed = Object.values(lists).some((values) => values !== null && values.length > 0);
  return isListed || flags['language_filter_user_set'] === true;
}

/** What one list has and the other lacks, as sets: how often and in which order says nothing. */
export function missingFrom(list: readonly string[] | null, given: readonly string[] | null): string[] {
  const listed = new Set(list);
  return [...new Set(given)].filter((value) => !listed.has(value));
}
