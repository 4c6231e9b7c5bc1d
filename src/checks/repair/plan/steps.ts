import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import { addClause, mayBeUnvalidated } from '../../foreign-keys/remedies/statements.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import { differs, type WantedKey } from './wanted-key.ts';

export const repairStates = [
  'right',
  'not-valid',
  'not-enforced',
  'different',
  'wrong-target',
  'half-swapped',
  'missing',
] as const;
export type RepairState = (typeof repairStates)[number];

export const lockModes = [
  'ACCESS EXCLUSIVE',
  'SHARE ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'ROW SHARE',
] as const;
export type LockMode = (typeof lockModes)[number];

/** A lock that a statement takes, on the table and on its partitions. */
export interface Lock {
  readonly schema: string;
  readonly table: string;
  readonly mode: LockMode;
}

/**
 * One transaction of a repair. Which one comes next is told by the catalog alone, so a repair that was killed
 * just goes on.
 */
export interface Step {
  /**
   * `alter` holds up others for a moment; `validate` reads for long and holds up nobody's reads and writes.
   */
  readonly kind: 'alter' | 'validate';
  readonly title: string;
  readonly locks: readonly Lock[];
  readonly statements: readonly string[];
  /**
   * Keys (`pg_constraint.oid`) that must still be there when the step is taken: the same name may be
   * another's by then.
   */
  readonly premises: readonly number[];
  /**
   * True for an `alter` that must read all rows while it holds its locks: a partitioned table before
   * PostgreSQL 18.
   */
  readonly readsRows: boolean;
}

export function stateOf({ definition, kept, misdirected }: WantedKey): RepairState {
  if (kept === null) return misdirected.length > 0 ? 'wrong-target' : 'missing';
  if (misdirected.length > 0) return 'half-swapped';
  if (!kept.enforced) return 'not-enforced';
  if (differs(kept, definition)) return 'different';
  return kept.validated ? 'right' : 'not-valid';
}

/** What is still to be done, in order; empty for a key that is right. Pure. */
export function stepsOf(wanted: WantedKey, version: number): Step[] {
  const { definition, kept, misdirected } = wanted;
  const anew = kept === null || differs(kept, definition);
  const dropped = [...misdirected, ...(kept !== null && anew ? [kept] : [])];
  const renamed = !anew && kept.name !== definition.name;
  const validates = anew ? mayBeUnvalidated(definition, version) : !kept.validated;
  const changes = dropped.length > 0 || anew;
  return [
    ...(changes ? [alteration(wanted, dropped, anew, renamed, version)] : []),
    ...(validates ? [validation(wanted)] : []),
  ];
}

function alteration(
  { definition, kept }: WantedKey,
  dropped: readonly ForeignKey[],
  anew: boolean,
  renamed: boolean,
  version: number,
): Step {
  const child = tableName(definition);
  const name = quoteIdentifier(definition.name);
  // One statement: no moment with neither key, and none in which a write must satisfy both.
  const clauses = [
    ...dropped.map((key) => `drop constraint ${quoteIdentifier(key.name)}`),
    ...(anew ? [addClause(definition, version)] : []),
  ];
  const commented = definition.comment !== null && (anew || kept?.comment !== definition.comment);
  const locks: Lock[] = [
    {
      schema: definition.schema,
      table: definition.table,
      mode: dropped.length > 0 ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE',
    },
    ...dropped.map(({ references }): Lock => ({ ...references, mode: 'ACCESS EXCLUSIVE' })),
    ...(anew ? [{ ...definition.references, mode: 'SHARE ROW EXCLUSIVE' as const }] : []),
  ];
  const doing = [
    dropped.length > 0 && `drop ${dropped.map((key) => key.name).join(' and ')}`,
    anew && `add ${definition.name}`,
    renamed && `rename ${kept?.name} to ${definition.name}`,
  ];
  return {
    kind: 'alter',
    title: doing.filter(Boolean).join(', '),
    locks: strongest(locks),
    statements: [
      `alter table ${child}\n  ${clauses.join(',\n  ')};`,
      ...(renamed && kept !== null
        ? [`alter table ${child} rename constraint ${quoteIdentifier(kept.name)} to ${name};`]
        : []),
      ...(commented
        ? [`comment on constraint ${name} on ${child} is ${quoteLiteral(definition.comment ?? '')};`]
        : []),
    ],
    premises: [...dropped, ...(kept !== null && !anew ? [kept] : [])].map(({ id }) => id),
    readsRows: anew && !mayBeUnvalidated(definition, version),
  };
}

function validation({ definition }: WantedKey): Step {
  const { schema, table, references } = definition;
  return {
    kind: 'validate',
    title: `validate ${definition.name}`,
    locks: strongest([
      { schema, table, mode: 'SHARE UPDATE EXCLUSIVE' },
      { schema: references.schema, table: references.table, mode: 'ROW SHARE' },
    ]),
    statements: [
      `alter table ${tableName(definition)} validate constraint ${quoteIdentifier(definition.name)};`,
    ],
    premises: [],
    readsRows: false,
  };
}

/** One lock a table, the strongest. */
function strongest(locks: readonly Lock[]): Lock[] {
  const byTable = new Map<string, Lock>();
  for (const { schema, table, mode } of locks) {
    const known = byTable.get(tableName({ schema, table }));
    if (known === undefined || lockModes.indexOf(mode) < lockModes.indexOf(known.mode))
      byTable.set(tableName({ schema, table }), { schema, table, mode });
  }
  return [...byTable.values()];
}

/** What there is, in a sentence. */
export function describeState(wanted: WantedKey): string {
  const { subject, kept, misdirected } = wanted;
  const leads = misdirected
    .map(
      (key) =>
        `${keyName(key)} leads to ${tableName(key.references)} ` +
        `(${key.references.columns.map(({ name }) => name).join(', ')})`,
    )
    .join(' and ');
  switch (stateOf(wanted)) {
    case 'right':
      return `${subject} is as it should be.`;
    case 'missing':
      return `${subject} does not exist.`;
    case 'wrong-target':
      return `${leads}, which is not the expected target.`;
    case 'half-swapped':
      return `${kept?.name} leads to the expected target, and ${leads}: every write must satisfy both.`;
    case 'not-enforced':
      return `${subject} is NOT ENFORCED.`;
    case 'different':
      return (
        `${subject} leads to the expected target, with other actions or another definition than ` +
        'expected.'
      );
    case 'not-valid':
      return `${subject} is NOT VALID: new rows are checked, those from before it were not.`;
  }
}
