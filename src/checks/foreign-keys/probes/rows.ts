/** What has names of its own: they and the facts are two lists, in the same order. */
export interface Named<Tuple> {
  /** Null where there is none. */
  readonly names: readonly string[] | null;
  readonly facts: readonly Tuple[];
}

/** 1 for true. */
export type Bit = 0 | 1;

/** What a query joined is there; were it not, the answer would be no answer. */
export function existing<T>(found: T | undefined): T {
  if (found === undefined) throw new Error('the catalog names something that it does not have');
  return found;
}
