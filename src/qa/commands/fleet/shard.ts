import type { Report } from '../../../checks/report.ts';
import { UsageError } from '../../command.ts';

export type Shard = NonNullable<Report['shard']>;

/** `1/8`, as test runners have it: the first of eight parts. Throws {@link UsageError}. */
export function parseShard(given: string): Shard {
  const [, index, of] = /^(\d+)\/(\d+)$/.exec(given) ?? [];
  const shard = { index: Number(index), of: Number(of) };
  if (shard.index >= 1 && shard.index <= shard.of) return shard;
  throw new UsageError(`--shard ${given} is not a part of a whole: write 1/8 for the first of eight.`);
}

/** The items of this part: of eight parts every eighth, so that neighbours in the list are spread. */
export function partOf<Item>(items: readonly Item[], { index, of }: Shard): Item[] {
  return items.filter((_, place) => place % of === index - 1);
}
