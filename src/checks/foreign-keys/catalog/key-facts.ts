import type { ForeignKey } from './key.ts';

/** What findings about a key are sorted by: how much a delete of a parent reads, and what it then does. */
export function keyFacts({ estimatedRows, onDelete }: ForeignKey) {
  return { estimatedRows, onDelete };
}
