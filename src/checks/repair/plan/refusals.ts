import { expectedTable, inWords, keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import { forgetTriggers, isUndroppable } from '../../foreign-keys/remedies/lost-triggers.ts';
import { refusingColumns } from '../../foreign-keys/remedies/set-null.ts';
import { columnList, quoteIdentifier } from '../../postgres/sql/identifier.ts';
import type { Observed } from '../apply/observe.ts';
import { shellWord } from '../../support/shell.ts';
import { stepsOf } from './steps.ts';
import { differs } from './wanted-key.ts';

/** Why a repair must not begin, and what to do about it. */
export interface Refusal {
  readonly reason: string;
  readonly advice: string;
  readonly sql: readonly string[];
}

/** What stands against the whole repair, whatever the flags; empty where it may begin. Pure. */
export function refusals({ keys: { standby, version }, wanted, tableFacts }: Observed): Refusal[] {
  const { definition, expected, kept, misdirected } = wanted;
  const refuse = (reason: string, advice: string, sql: readonly string[] = []): Refusal => ({
    reason,
    advice,
    sql,
  });
  const silenced = [...(kept === null ? [] : [kept]), ...misdirected].filter(
    (key) => key.disabledTriggers.length > 0,
  );
  const found = silenced.map((key) =>
    refuse(
      `${key.disabledTriggers.length} triggers of ${keyName(key)} do not fire: somebody switched ` +
        'them off, and a key made anew would switch them on.',
      'Ask who switched them off. Enable them (it takes a superuser), count orphans, and repair the ' +
        'key then.',
      key.disabledTriggers.map(
        (trigger) => `alter table ${tableName(trigger)} enable trigger ${quoteIdentifier(trigger.name)};`,
      ),
    ),
  );
  if (stepsOf(wanted, version).length === 0) return found;
  const undroppable = [...(kept === null ? [] : [kept]), ...misdirected, ...wanted.twins].filter(
    isUndroppable,
  );
  if (undroppable.length > 0)
    found.push(
      refuse(
        `Somebody took triggers of ${inWords(undroppable.map(keyName))} out of the catalog and left what ` +
          'depends on them, so the key cannot be dropped.',
        'Take that away as well (it takes a superuser), and repair the key then.',
        [forgetTriggers],
      ),
    );
  if (standby)
    found.push(refuse('This server is a standby: it can only be read.', 'Repair the key on the primary.'));

  if (tableFacts === null) {
    const absent =
      expected === null
        ? []
        : [
            expected.child === null && expectedTable(expected.expectation.table, null),
            expected.parent === null && expectedTable(expected.expectation.references.table, null),
          ];
    const names = absent.flatMap((table) => (table === false ? [] : [tableName(table)]));
    return [
      ...found,
      refuse(
        `There is no table ${inWords(names) || tableName(definition)}.`,
        'Run the migration that creates it, or correct the expectation.',
      ),
    ];
  }
  if (tableFacts.readOnly && !standby)
    found.push(
      refuse(
        'Transactions are read-only here unless they say otherwise (default_transaction_read_only is on), ' +
          'as where a disk is full or somebody keeps writers out.',
        'Ask who set it. To write all the same, put ' +
          "PGOPTIONS='-c default_transaction_read_only=off' before the command.",
      ),
    );
  const lost = [
    ...definition.columns
      .filter((_, index) => tableFacts.columns[index] == null)
      .map((name) => `${name} of ${tableName(definition)}`),
    ...definition.references.columns
      .filter((_, index) => tableFacts.referenced[index] == null)
      .map((name) => `${name} of ${tableName(definition.references)}`),
  ];
  if (lost.length > 0)
    found.push(
      refuse(
        `There is no column ${inWords(lost)}.`,
        'Run the migration that creates it, or correct the expectation.',
      ),
    );
  else if (tableFacts.operators === null && !definition.period) {
    const columns = columnList(definition.references.columns);
    found.push(
      refuse(
        `No unique index covers ${tableName(definition.references)} ${columns} alone, so no key can ` +
          'lead there.',
        'Create it first; it fails where values are not unique.',
        [`create unique index concurrently on ${tableName(definition.references)} ${columns};`],
      ),
    );
  }
  const unset = unsettable({ wanted, tableFacts });
  if (lost.length === 0 && unset.length > 0)
    found.push(
      refuse(
        `ON DELETE SET NULL would meet NOT NULL on ${inWords(unset)}: no row that is referenced could be ` +
          'deleted.',
        'Choose another action, allow nulls there first, or name in `onDeleteColumns` of an expectation ' +
          'which columns are to be set.',
      ),
    );
  if (tableFacts.nameTaken) {
    found.push(
      refuse(
        `${tableName(definition)} has another constraint by the name ${definition.name}.`,
        'Rename that one, or expect the key under another name.',
      ),
    );
  }
  if (!tableFacts.owner)
    found.push(
      refuse(
        `This role does not own ${tableName(definition)}, so it may not change its constraints.`,
        tableFacts.assumable === null
          ? 'Connect as the owner, or as a member of that role.'
          : `It is a member of ${quoteIdentifier(tableFacts.assumable)} and does not inherit its rights: ` +
              'take them on, as SET ROLE does, with ' +
              `PGOPTIONS=${startupRole(tableFacts.assumable)} before the command.`,
      ),
    );
  // Only a key that is made anew asks for it; one that is there is renamed or validated without.
  if (!tableFacts.mayReference && (kept === null || differs(kept, definition))) {
    const columns = columnList(definition.references.columns);
    found.push(
      refuse(
        `This role may not reference ${tableName(definition.references)} ${columns}.`,
        `Connect as its owner, or grant this role REFERENCES on ${tableName(definition.references)}.`,
      ),
    );
  }
  for (const schema of tableFacts.unusable.map(quoteIdentifier))
    found.push(
      refuse(
        `This role may not use the schema ${schema}.`,
        `Connect as a role that may, or grant this one USAGE on the schema ${schema}.`,
      ),
    );
  return found;
}

/** In libpq's options a backslash stands before a space. */
function startupRole(name: string): string {
  return shellWord(`-c role=${name.replace(/[\\\s]/g, '\\$&')}`);
}

/** NOT NULL columns that the wanted key would set to null, where no key that is there does so already. */
function unsettable({ wanted, tableFacts }: Pick<Observed, 'wanted' | 'tableFacts'>): string[] {
  const { definition, kept, misdirected } = wanted;
  const before = kept ?? misdirected[0];
  if (before?.onDelete === 'set null' || definition.onDelete !== 'set null') return [];
  const columns = (tableFacts?.columns ?? []).filter((column) => column !== null);
  return refusingColumns({ ...definition, columns }).onDelete;
}

/** Named so that a reader sees which columns of which tables a key connects. */
export function describeWanted({ definition }: Observed['wanted']): string {
  return (
    `${tableName(definition)} (${definition.columns.join(', ')}) → ` +
    `${tableName(definition.references)} (${definition.references.columns.join(', ')})`
  );
}
