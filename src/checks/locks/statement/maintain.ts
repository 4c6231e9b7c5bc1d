import { modeOfSql, type LockMode } from '../modes/modes.ts';
import type { Cursor, TableName } from './cursor.ts';
import { one } from './named.ts';
import type { Follow, Wanted } from './wanted.ts';

const exclusive = 'AccessExclusiveLock';
const shareUpdate = 'ShareUpdateExclusiveLock';

export function readTruncate(cursor: Cursor): Wanted[] {
  cursor.take('table');
  const follows: Follow[] = [];
  if (cursor.holds('cascade')) follows.push({ kind: 'keys-to-deep', mode: exclusive });
  if (cursor.holds('restart', 'identity')) follows.push({ kind: 'sequences', mode: exclusive });
  return cursor.list().map((part) => {
    const wanted = one(part, exclusive, follows);
    part.takeAny('restart identity', 'continue identity');
    part.take('cascade');
    part.end();
    return wanted;
  });
}

export function readRefresh(cursor: Cursor): Wanted[] {
  const mode = cursor.take('concurrently') ? 'ExclusiveLock' : exclusive;
  const reads: Follow = { kind: 'reads', mode: 'AccessShareLock' };
  const view = one(cursor, mode, [reads]);
  const runs = cursor.takeAny('with data', 'with no data') !== 'with no data';
  cursor.end();
  return [runs ? { ...view, follows: [reads, { kind: 'called' }] } : view];
}

export function readVacuum(cursor: Cursor): Wanted[] {
  let full = false;
  for (const option of cursor.brackets()?.list() ?? []) {
    if (option.take('full')) full = !isOff(option);
  }
  const words = ['full', 'freeze', 'verbose', 'analyze', 'analyse'];
  for (let word = cursor.takeAny(...words); word !== null; word = cursor.takeAny(...words))
    full ||= word === 'full';
  const mode = full ? exclusive : shareUpdate;
  return cursor.ended ? everyTable(mode) : tables(cursor, mode);
}

export function readAnalyze(cursor: Cursor): Wanted[] {
  cursor.brackets();
  cursor.take('verbose');
  // Even ONLY takes its samples from the partitions.
  const below = { kind: 'below', mode: 'AccessShareLock' } as const;
  if (cursor.ended) return everyTable(shareUpdate);
  return tables(cursor, shareUpdate).map((wanted) =>
    wanted.alone ? { ...wanted, follows: [below] } : wanted,
  );
}

/** `cluster t using i`, as it was once written, `cluster i on t`, or all that was clustered before. */
export function readCluster(cursor: Cursor): Wanted[] {
  cursor.brackets();
  cursor.take('verbose');
  if (cursor.ended) return [whole([{ kind: 'clustered', mode: exclusive }])];
  const first = one(cursor, exclusive);
  if (cursor.take('on')) return [one(cursor, exclusive)];
  if (cursor.take('using')) cursor.identifier();
  cursor.end();
  return [first];
}

/** Writers are held off from the table, and readers from its indexes: to plan a query opens them all. */
export function readReindex(cursor: Cursor): Wanted[] {
  const options = cursor.brackets();
  const kind = cursor.takeAny('table', 'index', 'schema', 'database', 'system');
  if (kind === null) return cursor.fail();
  const concurrently = cursor.take('concurrently') || isConcurrent(options);
  const isWide = kind === 'database' || kind === 'system';
  const table = isWide && cursor.ended ? anyName : cursor.tableName();
  cursor.end();
  const onTable = concurrently ? shareUpdate : 'ShareLock';
  const onIndex = concurrently ? shareUpdate : exclusive;
  // Of writers first; then, before the old index goes, of readers too.
  const waits = concurrently ? ({ waitsOut: exclusive, snapshots: true } as const) : {};
  switch (kind) {
    case 'table':
      return [{ table, mode: onTable, ...waits, follows: [{ kind: 'indexes', mode: onIndex }] }];
    case 'index': {
      const follows: Follow[] = [
        { kind: 'table', mode: onTable, ...(concurrently && { waitsOut: exclusive }) },
      ];
      return [{ table, object: 'index', mode: onIndex, ...waits, follows }];
    }
    case 'system':
      return [{ ...whole(catalogs(onTable, onIndex)), table }];
    default: {
      const follows: Follow[] = [
        { kind: 'members', mode: onTable },
        { kind: 'member-indexes', mode: onIndex },
      ];
      if (concurrently)
        follows.push({ kind: 'members', name: 'indexed', mode: onTable, waitsOut: exclusive });
      if (kind === 'database') {
        // Catalogs are left out since 16, and always of what runs beside writers.
        if (!concurrently) follows.push(...catalogs(onTable, onIndex, 'before 16'));
        return [{ ...whole(follows), table, ...(concurrently && { snapshots: true }) }];
      }
      return [{ table, object: 'schema', mode: null, ...(concurrently && { snapshots: true }), follows }];
    }
  }
}

function catalogs(onTable: LockMode, onIndex: LockMode, name?: string): Follow[] {
  const which = name === undefined ? {} : { name };
  return [
    { kind: 'catalogs', mode: onTable, ...which },
    { kind: 'catalog-indexes', mode: onIndex, ...which },
  ];
}

/** The name of no database stands for the one that is connected to. */
const anyName: TableName = { schema: null, name: { name: '', quoted: false } };

function whole(follows: readonly Follow[]): Wanted {
  return { table: anyName, object: 'database', mode: null, follows };
}

/** Of the database, its catalogs too; each for itself. */
function everyTable(mode: LockMode): Wanted[] {
  return [
    whole([
      { kind: 'members', mode, name: 'partitioned too' },
      { kind: 'catalogs', mode },
    ]),
  ];
}

function isConcurrent(options: Cursor | null): boolean {
  return options?.list().some((option) => option.take('concurrently') && !isOff(option)) === true;
}

/** Behind the name of an option. */
export function isOff(option: Cursor): boolean {
  return option.takeAny('false', 'off', '0') !== null;
}

export function readLock(cursor: Cursor): Wanted[] {
  cursor.take('table');
  const named = [one(cursor, exclusive)];
  while (cursor.take(',')) named.push(one(cursor, exclusive));
  let mode: LockMode | null = exclusive;
  if (cursor.take('in')) {
    mode = modeOfSql(cursor.takeAny(...modeWords) ?? '');
    cursor.require('mode');
  }
  cursor.take('nowait');
  cursor.end();
  if (mode === null) return cursor.fail();
  const taken = mode;
  // A view is locked together with what it reads.
  return named.map((wanted) => ({ ...wanted, mode: taken, follows: [{ kind: 'reads', mode: taken }] }));
}

const modeWords = [
  'access share',
  'row share',
  'row exclusive',
  'share update exclusive',
  'share row exclusive',
  'share',
  'exclusive',
  'access exclusive',
];

/** `a, b (c, d)`; a list of columns behind a table's name does not matter. */
function tables(cursor: Cursor, mode: LockMode): Wanted[] {
  return cursor.list().map((part) => {
    const wanted = one(part, mode);
    part.brackets();
    part.end();
    return wanted;
  });
}
