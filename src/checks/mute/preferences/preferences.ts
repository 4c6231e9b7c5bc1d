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

/** How often a value stands in a kind's list; null when the list is not there. */
export function timesListed(preferences: Preferences, kind: Kind, value: string): number | null {
  return preferences.lists[kind]?.filter((entry) => entry === value).length ?? null;
}

/** The values of `before` that `after` lacks, and whether those that stayed stand in another order. */
export function compareLists(
  before: readonly string[],
  after: readonly string[],
): { readonly gone: string[]; readonly added: string[]; readonly reordered: boolean } {
  const gone = without(before, after);
  const added = without(after, before);
  const stayedBefore = without(before, gone);
  const stayedAfter = without(after, added);
  return { gone, added, reordered: stayedBefore.some((value, index) => value !== stayedAfter[index]) };
}

/** `values` less one for each of `taken`: a multiset difference that keeps the order. */
function without(values: readonly string[], taken: readonly string[]): string[] {
  const left = [...taken];
  return values.filter((value) => {
    const index = left.indexOf(value);
    if (index < 0) return true;
    left.splice(index, 1);
    return false;
  });
}
