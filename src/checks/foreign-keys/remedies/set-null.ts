import { has } from '../../postgres/session/version.ts';
import type { ForeignKey, KeyColumn } from '../catalog/key.ts';
import { columnNames } from '../catalog/names.ts';
import type { KeyDefinition } from './statements.ts';

type Acting = Pick<ForeignKey, 'onDelete' | 'onUpdate'> & {
  readonly columns: readonly KeyColumn[];
  readonly onDeleteColumns: readonly string[];
};

/** The NOT NULL columns that SET NULL would set, by action. */
export function refusingColumns(key: Acting): { readonly onDelete: string[]; readonly onUpdate: string[] } {
  const notNull = columnNames(key.columns.filter((column) => column.notNull));
  const set = key.onDeleteColumns;
  return {
    onDelete:
      key.onDelete === 'set null' ? notNull.filter((name) => set.length === 0 || set.includes(name)) : [],
    onUpdate: key.onUpdate === 'set null' ? notNull : [],
  };
}

/**
 * What to put in place of a SET NULL that always fails: from PostgreSQL 15 on, SET NULL of the columns that
 * may be null; else NO ACTION, which does what happens today and says so openly.
 */
export function nullRefusals(
  key: Acting,
  version: number,
): { readonly onDelete: Partial<KeyDefinition>; readonly onUpdate: Partial<KeyDefinition> } {
  const refusing = refusingColumns(key);
  const set = key.onDeleteColumns;
  const nullable = columnNames(
    key.columns.filter(({ name, notNull }) => !notNull && (set.length === 0 || set.includes(name))),
  );
  return {
    onDelete:
      refusing.onDelete.length === 0
        ? {}
        : nullable.length > 0 && has(version, 'setNullColumns')
          ? { onDeleteColumns: nullable }
          : { onDelete: 'no action', onDeleteColumns: [] },
    onUpdate: refusing.onUpdate.length === 0 ? {} : { onUpdate: 'no action' },
  };
}
