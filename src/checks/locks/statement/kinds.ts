import type { TableName } from './cursor.ts';
import type { Follow, Wanted } from './wanted.ts';

/** What `--for-ddl` knows: a kind of change instead of a statement. */
export const ddlKinds = [
  'add-foreign-key',
  'validate-constraint',
  'drop-constraint',
  'rename',
  'add-column',
  'drop-column',
  'alter-column',
  'create-index',
  'drop-table',
  'truncate',
] as const;
export type DdlKind = (typeof ddlKinds)[number];

export interface KindOfDdl {
  readonly kind: DdlKind;
  readonly table: TableName;
  /** Null: any of the table's keys could be meant. */
  readonly constraint: string | null;
  /** The parent of a key that is to be added. */
  readonly references: TableName | null;
}

/** The tables that a change of that kind locks, in the strongest form of it. */
export function wantedBy({ kind, table, constraint, references }: KindOfDdl): Wanted[] {
  const exclusive = { table, mode: 'AccessExclusiveLock', follows: [] } as const;
  const keysFrom = { kind: 'keys-from', mode: 'AccessExclusiveLock' } as const;
  switch (kind) {
    case 'add-foreign-key':
      return [table, ...(references === null ? [] : [references])].map((each) => ({
        table: each,
        mode: 'ShareRowExclusiveLock',
        follows: [],
      }));
    case 'validate-constraint': {
      const mode = 'RowShareLock';
      const follow: Follow =
        constraint === null ? { kind: 'keys-from', mode } : { kind: 'constraint', name: constraint, mode };
      return [{ table, mode: 'ShareUpdateExclusiveLock', follows: [follow] }];
    }
    case 'drop-constraint': {
      if (constraint === null) return [{ ...exclusive, follows: [keysFrom] }];
      const part = { of: 'constraint', name: constraint } as const;
      return [{ ...exclusive, follows: [{ kind: 'drop', part, cascade: true }] }];
    }
    case 'drop-column':
      return [{ ...exclusive, follows: [keysFrom] }];
    case 'drop-table':
      return [{ ...exclusive, follows: [{ kind: 'drop', cascade: true }] }];
    case 'create-index':
      return [{ table, mode: 'ShareLock', follows: [] }];
    case 'alter-column':
      return [{ ...exclusive, follows: [keysFrom, { kind: 'keys-to', mode: 'AccessExclusiveLock' }] }];
    default:
      return [exclusive];
  }
}
