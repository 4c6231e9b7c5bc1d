import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { inWords, keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import {
  addClause,
  definitionOf,
  mayBeUnvalidated,
  type KeyDefinition,
} from '../../foreign-keys/remedies/statements.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import { differs, type WantedKey } from './wanted-key.ts';

export const repairStates = [
  'right',
  'not-valid',
  'not-enforced',
  'different',
  'wrong-target',
  'half-swapped',
  'renamed',
  'duplicated',
  'missing',
] as const;
export type RepairState = (typeof repairStates)[number];

export const stepKinds = ['alter', 'validate', 'quarantine', 'stamp'] as const;

export const lockModes = [
  'ACCESS EXCLUSIVE',
  'SHARE ROW EXCLUSIVE',
  'SHARE UPDATE EXCLUSIVE',
  'ROW EXCLUSIVE',
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
   * `alter` holds up others for a moment; `validate` reads for long and holds up nobody's reads and writes,
   * nor does `quarantine`, which moves rows, or `stamp`, which writes Alembic's revision.
   */
  readonly kind: (typeof stepKinds)[number];
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

export function stateOf({ definition, kept, misdirected, twins }: WantedKey): RepairState {
  if (kept === null) return misdirected.length > 0 ? 'wrong-target' : 'missing';
  if (misdirected.length > 0) return 'half-swapped';
  if (!kept.enforced) return 'not-enforced';
  if (differs(kept, definition)) return 'different';
  if (kept.name !== definition.name) return 'renamed';
  if (!kept.validated) return 'not-valid';
  return twins.length > 0 ? 'duplicated' : 'right';
}

/** What is still to be done, in order; empty for a key that is right. Pure. */
export function stepsOf(wanted: WantedKey, version: number): Step[] {
  const { definition, kept, misdirected, twins } = wanted;
  const anew = kept === null || differs(kept, definition);
  const validates = anew ? mayBeUnvalidated(definition, version) : !kept.validated;
  // A twin protects for as long as the key that stays is not validated; none can have its name then.
  const twinsAtOnce = validates ? [] : twins;
  const change = {
    dropped: [...misdirected, ...(kept !== null && anew ? [kept] : []), ...twinsAtOnce],
    added: anew,
    renamed: !anew && kept.name !== definition.name ? kept : null,
  };
  const changes = change.dropped.length > 0 || change.added || change.renamed !== null;
  return [
    ...(changes ? [alteration(wanted, change, version)] : []),
    ...(validates ? [validation(definition)] : []),
    ...(validates && twins.length > 0
      ? [alteration(wanted, { dropped: twins, added: false, renamed: null }, version)]
      : []),
  ];
}

type ValidatedKey = Pick<KeyDefinition, 'schema' | 'table' | 'name'> & {
  readonly references: Pick<KeyDefinition['references'], 'schema' | 'table'>;
};

interface Change {
  readonly dropped: readonly ForeignKey[];
  readonly added: boolean;
  readonly renamed: ForeignKey | null;
}

function alteration(
  { definition, kept }: WantedKey,
  { dropped, added, renamed }: Change,
  version: number,
): Step {
  const child = tableName(definition);
  const name = quoteIdentifier(definition.name);
  // One statement: no moment with neither key, and none in which a write must satisfy both.
  const clauses = [
    ...dropped.map((key) => `drop constraint ${quoteIdentifier(key.name)}`),
    ...(added ? [addClause(definition, version)] : []),
  ];
  const commented = definition.comment !== null && (added || kept?.comment !== definition.comment);
  const locks: Lock[] = [
    {
      schema: definition.schema,
      table: definition.table,
      mode: dropped.length > 0 || renamed !== null ? 'ACCESS EXCLUSIVE' : 'SHARE ROW EXCLUSIVE',
    },
    ...dropped.map(({ references }): Lock => ({ ...references, mode: 'ACCESS EXCLUSIVE' })),
    ...(added ? [{ ...definition.references, mode: 'SHARE ROW EXCLUSIVE' as const }] : []),
  ];
  const doing = [
    dropped.length > 0 && `drop ${dropped.map((key) => key.name).join(' and ')}`,
    added && `add ${definition.name}`,
    renamed !== null && `rename ${renamed.name} to ${definition.name}`,
  ];
  return {
    kind: 'alter',
    title: doing.filter(Boolean).join(', '),
    locks: strongest(locks),
    statements: [
      ...(clauses.length > 0 ? [`alter table ${child}\n  ${clauses.join(',\n  ')};`] : []),
      ...(renamed === null
        ? []
        : [`alter table ${child} rename constraint ${quoteIdentifier(renamed.name)} to ${name};`]),
      ...(commented
        ? [`comment on constraint ${name} on ${child} is ${quoteLiteral(definition.comment ?? '')};`]
        : []),
    ],
    premises: [...dropped, ...(kept !== null && !added ? [kept] : [])].map(({ id }) => id),
    readsRows: added && !mayBeUnvalidated(definition, version),
  };
}

/** Reads the rows of a key that is there, NOT VALID. */
export function validation({ schema, table, name, references }: ValidatedKey): Step {
  return {
    kind: 'validate',
    title: `validate ${name}`,
    locks: strongest([
      { schema, table, mode: 'SHARE UPDATE EXCLUSIVE' },
      { schema: references.schema, table: references.table, mode: 'ROW SHARE' },
    ]),
    statements: [`alter table ${tableName({ schema, table })} validate constraint ${quoteIdentifier(name)};`],
    premises: [],
    readsRows: false,
  };
}

/** One lock a table, the strongest. */
export function strongest(locks: readonly Lock[]): Lock[] {
  const byTable = new Map<string, Lock>();
  for (const { schema, table, mode } of locks) {
    const known = byTable.get(tableName({ schema, table }));
    if (known === undefined || lockModes.indexOf(mode) < lockModes.indexOf(known.mode))
      byTable.set(tableName({ schema, table }), { schema, table, mode });
  }
  return [...byTable.values()];
}

function targetName(references: KeyDefinition['references']): string {
  return `${tableName(references)} (${references.columns.join(', ')})`;
}

/** What there is, in a sentence. */
export function describeState(wanted: WantedKey): string {
  const { subject, definition, kept, misdirected, twins } = wanted;
  const target = targetName(definition.references);
  const leads = misdirected
    .map((key) => {
      const { references } = definitionOf(key);
      const goes = targetName(references);
      return `${keyName(key)} ${goes === target ? 'contradicts what is expected' : `leads to ${goes}`}`;
    })
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
    case 'renamed':
      return `${subject} is there as ${kept?.name}${kept?.validated ? '' : ', NOT VALID'}.`;
    case 'duplicated':
      return `${subject} is as it should be, and ${inWords(twins.map(({ name }) => name))} is the same.`;
    case 'not-enforced':
      return `${subject} is NOT ENFORCED.`;
    case 'different':
      if (kept !== null && kept.missingTriggers.length > 0)
        return `${keyName(kept)} lacks triggers that enforce it: rows without a parent can be written.`;
      return (
        `${subject} leads to the expected target, with other actions or another definition than ` +
        'expected.'
      );
    case 'not-valid':
      return `${subject} is NOT VALID: new rows are checked, those from before it were not.`;
  }
}
