import type { OperationKind } from './operation.ts';

interface Effect {
  /** What happens, behind the name of the table. */
  readonly does: string;
  readonly instead: string;
}

/**
 * What each operation does to a table that is in use (PostgreSQL manual, "Explicit Locking" and "ALTER
 * TABLE").
 */
export const effects: Readonly<Record<OperationKind, Effect>> = {
  'add-foreign-key': {
    does:
      'checks every row while nobody can write to it or to the table that it references (SHARE ROW ' +
      'EXCLUSIVE)',
    instead: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a revision of its own.',
  },
  'add-check': {
    does: 'checks every row while nobody can read or write (ACCESS EXCLUSIVE)',
    instead: 'Add it NOT VALID, and VALIDATE CONSTRAINT in a revision of its own.',
  },
  'add-index-constraint': {
    does: 'builds an index while nobody can read or write (ACCESS EXCLUSIVE)',
    instead: 'Create the unique index CONCURRENTLY first, then ADD CONSTRAINT … USING INDEX.',
  },
  'drop-constraint': {
    does:
      'waits for every transaction on it, and of a foreign key on both tables, while all later ones wait ' +
      'behind it (ACCESS EXCLUSIVE)',
    instead:
      'Set a lock_timeout of some 50 ms before it and try again; to change a key, drop and add it in ' +
      'one ALTER TABLE, NOT VALID.',
  },
  'create-index': {
    does: 'builds the index while nobody can write (SHARE)',
    instead: 'Create it CONCURRENTLY, in an autocommit block (postgresql_concurrently=True).',
  },
  'drop-index': {
    does: 'waits for every transaction on the table while all later ones wait behind it (ACCESS EXCLUSIVE)',
    instead: 'Drop it CONCURRENTLY, in an autocommit block (postgresql_concurrently=True).',
  },
  'set-not-null': {
    does: 'reads every row while nobody can read or write (ACCESS EXCLUSIVE)',
    instead:
      'Add CHECK (column IS NOT NULL) NOT VALID, VALIDATE it, and then SET NOT NULL, which needs no ' +
      'look at the rows.',
  },
  'change-type': {
    does: 'may write every row and index anew while nobody can read or write (ACCESS EXCLUSIVE)',
    instead:
      'Add a column of the new type, fill it in batches, and switch; a longer varchar, or text in its ' +
      'place, costs nothing.',
  },
  'add-required-column': {
    does: 'fails as soon as the table has a row: the column may not be null and has no default',
    instead: 'Add it with a default, or nullable first, and fill it.',
  },
  'add-computed-column': {
    does:
      'writes every row anew while nobody can read or write: the default differs from row to row (ACCESS ' +
      'EXCLUSIVE)',
    instead: 'Add it without a default, set the default then, and fill the rows in batches.',
  },
  drop: {
    does:
      'takes away what code that still runs may read, and waits for every transaction on it (ACCESS ' +
      'EXCLUSIVE)',
    instead: 'Deploy code that no longer uses it first; set a lock_timeout before it.',
  },
  rename: {
    does:
      'breaks code that still runs under the old name, and waits for every transaction on it (ACCESS ' +
      'EXCLUSIVE)',
    instead: 'Add the new name beside the old one, move the code, and take the old one away later.',
  },
  rewrite: {
    does: 'writes all of it anew while nobody can write, and mostly while nobody can read',
    instead: 'Use the CONCURRENTLY form where there is one, or a time without traffic.',
  },
  lock: {
    does: 'holds the lock until the whole migration is committed',
    instead: 'Leave it out: each statement takes what it needs.',
  },
  'write-all-rows': {
    does: 'writes every row in one transaction, and whoever writes to one of them waits until it ends',
    instead: 'Write in batches, each with a transaction of its own, outside of the migration.',
  },
};
