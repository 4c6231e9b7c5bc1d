import { orphanCondition, source } from '../../foreign-keys/orphans/orphan-sql.ts';
import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import { columnList, qualifiedName, quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import type { Observed } from '../apply/observe.ts';
import { asKey } from './counted-key.ts';
import { backupComment, backupName } from './backup-name.ts';
import type { Refusal } from './refusals.ts';
import type { Step } from './steps.ts';

/** How rows without a parent are moved out of the way, and back. */
export interface Quarantine {
  /** The backup table, as SQL names it. */
  readonly table: string;
  readonly make: readonly string[];
  /** Moves so many rows by the statement that deletes them; null: all. */
  readonly move: (rows: number | null) => string;
  /** The rows without a parent, `c`: `from … where …`. */
  readonly orphans: string;
  /** Puts all of them back; each needs its parent, or the key NOT ENFORCED or gone. */
  readonly back: string;
}

/** Null where it is not known what a row without a parent is. */
export function quarantineOf({ wanted: { definition }, tableFacts }: Observed): Quarantine | null {
  const counted = tableFacts === null ? null : asKey(definition, tableFacts);
  if (tableFacts === null || counted === null) return null;
  const { key, details } = counted;
  const child = tableName(definition);
  const table = qualifiedName(definition.schema, backupName(definition.name));
  const from = source(key);
  const orphans = `from ${from} as c where ${orphanCondition(key, details)}`;
  const columns = columnList(tableFacts.writable);
  const names = columns.slice(1, -1);
  return {
    table,
    make: [
      `create table if not exists ${table} (like ${child});`,
      `comment on table ${table} is ${quoteLiteral(backupComment(definition))};`,
    ],
    move: (rows) =>
      `with gone as (\n  delete from ${from} as c\n  where (c.tableoid, c.ctid) in (\n    ` +
      `select c.tableoid, c.ctid ${orphans}${rows === null ? '' : ` limit ${rows}`}\n  )\n` +
      `  returning c.*\n)\ninsert into ${table} select * from gone;`,
    orphans,
    // Pasted, psql goes on after an error: without a transaction it would drop rows that did not come back.
    back: [
      'begin;',
      `insert into ${child} ${columns} overriding system value select ${names} from ${table};`,
      `drop table ${table};`,
      'commit;',
    ].join('\n'),
  };
}

/** As a step of the plan: what can be pasted moves all at once. */
export function quarantineStep({ wanted }: Observed, { table, make, move }: Quarantine): Step {
  const { schema, table: name } = wanted.definition;
  return {
    kind: 'quarantine',
    title: `move rows without a parent into ${table}`,
    locks: [{ schema, table: name, mode: 'ROW EXCLUSIVE' }],
    statements: [...make, move(null)],
    premises: [],
    readsRows: false,
  };
}

/** Why rows without a parent must not be moved, or cannot be; null where nothing stands against it. */
export function quarantineRefusal(seen: Observed, { table }: Quarantine): Refusal | null {
  return missingRight(seen, table) ?? followed(seen);
}

/** Whether an earlier run has made the backup table, so that rows may be in it. */
export function holdsRows({ wanted: { definition }, tableFacts }: Observed): boolean {
  const rights = tableFacts?.quarantine;
  return rights?.ownsBackup === true && rights.backupComment === backupComment(definition);
}

/** Asked before the key is swapped, since moving comes behind it: half a repair helps nobody. */
function missingRight({ wanted: { definition }, tableFacts }: Observed, table: string): Refusal | null {
  const rights = tableFacts?.quarantine;
  if (rights === undefined) return null;
  const refuse = (reason: string, advice: string): Refusal => ({ reason, advice, sql: [] });
  const schema = quoteIdentifier(definition.schema);
  if (!rights.mayCreate)
    return refuse(
      `This role may not create ${table}, where rows without a parent would be kept.`,
      `Connect as a role that may, or grant this one CREATE on the schema ${schema}.`,
    );
  if (rights.ownsBackup === false)
    return refuse(
      `This role does not own ${table}, where rows without a parent would be kept.`,
      'Connect as its owner, or rename that table.',
    );
  if (rights.backupFits === false)
    return refuse(
      `${table} is there already, with other columns than ${tableName(definition)}: an earlier repair ` +
        'moved its rows there.',
      'Put those rows back or take them away, and drop that table.',
    );
  if (rights.backupComment !== null && rights.backupComment !== backupComment(definition))
    return refuse(
      `${table} is there already, for something else: "${rights.backupComment}".`,
      'Rename that table, or put its rows back and drop it.',
    );
  if (!rights.mayTake)
    return refuse(
      `This role may not read and delete rows of ${tableName(definition)}, so it cannot move any.`,
      `Connect as a role that may, or grant this one SELECT and DELETE on ${tableName(definition)}.`,
    );
  return null;
}

/** Deleting a row that others follow would take them along, and they would not be in the backup. */
function followed(seen: Observed): Refusal | null {
  const { definition } = seen.wanted;
  const following = [...keysToChild(seen), ...(leadsToItself(seen) ? [definition] : [])].filter(
    ({ onDelete }) => !['no action', 'restrict'].includes(onDelete),
  );
  if (following.length === 0) return null;
  const named = following.map((key) => `${keyName(key)} (on delete ${key.onDelete})`).join(' and ');
  return {
    reason: `Moving rows out of ${tableName(definition)} would change what ${named} leads to it from.`,
    advice: 'Repair the rows without a parent by hand.',
    sql: [],
  };
}

/**
 * The keys that lead to the child while rows are moved, but for the wanted one: those dropped before do not.
 */
export function keysToChild({ keys: { keys }, wanted }: Observed): ForeignKey[] {
  const { definition, kept, misdirected } = wanted;
  return keys.filter(
    (key) =>
      key !== kept && !misdirected.includes(key) && key.enforced && sameTable(key.references, definition),
  );
}

/** Its child is its parent: rows without a parent can be the parents of others. */
export function leadsToItself({ wanted: { definition } }: Observed): boolean {
  return sameTable(definition.references, definition);
}

function sameTable(one: TableAddress, other: TableAddress): boolean {
  return one.schema === other.schema && one.table === other.table;
}

type TableAddress = Pick<ForeignKey, 'schema' | 'table'>;
