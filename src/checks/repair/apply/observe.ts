import type { ForeignKeyContext } from '../../foreign-keys/probes/context.ts';
import { tableName } from '../../foreign-keys/catalog/names.ts';
import { keys, type Keys } from '../../foreign-keys/probes/keys.ts';
import type { Selection } from '../../foreign-keys/catalog/selection.ts';
import type { Expectation } from '../../foreign-keys/expectations/expectation.ts';
import type { Change, RepairContext } from './context.ts';
import { findWantedKeys, knownNames, type WantedKey } from '../plan/wanted-key.ts';
import { readTableFacts, type TableFacts } from './table-facts.ts';

/** The catalog's state, which alone says what is to be done. */
export interface Observed {
  readonly keys: Keys;
  readonly wanted: WantedKey;
  /** What was asked for in place of what is expected; null where nothing was. */
  readonly told: Expectation | null;
  /** Null where one of the tables does not exist. */
  readonly tableFacts: TableFacts | null;
}

/** The constraint that was named is none, or could be several: `candidates`. */
export class NoSingleKey extends Error {
  override readonly name = 'NoSingleKey';
  readonly candidates: readonly string[];
  readonly known: readonly string[];
  constructor(candidates: readonly string[], known: readonly string[]) {
    super('no single key is meant');
    this.candidates = candidates;
    this.known = known;
  }
}

/**
 * The key that is meant, among all, or once it is known, among those of its table: a repair looks often.
 * Throws {@link NoSingleKey}, or what the database said.
 */
export async function observe(context: RepairContext, before: Observed | null = null): Promise<Observed> {
  const selection: Selection =
    before === null
      ? { kind: 'all' }
      : { kind: 'some', tables: [tableName(before.wanted.definition)], schemas: [] };
  const told = before?.told ?? null;
  const looking: ForeignKeyContext = {
    ...context,
    ...(told === null ? {} : { expectations: { list: [told], builtIn: false, complete: false } }),
    selection,
    orphans: null,
  };
  const seen = await keys.observe(looking, {});
  const [wanted, ...others] = findWantedKeys(seen, context.constraint);
  if (wanted === undefined || others.length > 0) {
    throw new NoSingleKey(
      wanted === undefined ? [] : [wanted, ...others].map(({ subject }) => subject),
      knownNames(seen),
    );
  }
  const found = {
    keys: seen,
    wanted,
    told,
    tableFacts: await readTableFacts(context.database, wanted.definition, context.limits),
  };
  // What the names of the change mean, the database says: it is looked up like an expectation.
  return context.change === null || told !== null
    ? found
    : observe(context, { ...found, told: changed(wanted, context.change) });
}

function changed({ definition, expected }: WantedKey, { references, onDelete }: Change): Expectation {
  const { schema, table, columns } = definition.references;
  const set = onDelete === null ? {} : { onDelete, onDeleteColumns: [] };
  return {
    ...expected?.expectation,
    name: definition.name,
    table: tableName(definition),
    columns: [...definition.columns],
    references: references ?? { table: tableName({ schema, table }), columns: [...columns] },
    ...set,
  };
}
