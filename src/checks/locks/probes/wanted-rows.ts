import type { Session } from '../../postgres/session/session.ts';
import { qualifiedName } from '../../postgres/sql/identifier.ts';
import type { LockMode } from '../modes/modes.ts';
import type { Taken } from '../statement/taken.ts';
import type { Wanted } from '../statement/wanted.ts';
import { calledQuery, writtenQuery } from './written.sql.ts';

type Found = Wanted & { readonly oid: number };

/** What a change of rows locks besides its table, and why that may not be all. */
export interface RowsWanted {
  readonly taken: readonly Taken[];
  readonly untold: readonly string[];
}

export async function rowsWanted(session: Session, found: readonly Found[]): Promise<RowsWanted> {
  const asked = found.flatMap(({ oid, follows }) =>
    follows.flatMap((follow) =>
      follow.kind === 'written' ? [{ oid, change: follow.change, columns: follow.columns }] : [],
    ),
  );
  const rows = asked.length === 0 ? [] : await session.query<Written>(writtenQuery, [JSON.stringify(asked)]);
  return {
    taken: rows.flatMap(({ oid, mode }): Taken[] =>
      oid === null || mode === null ? [] : [{ oid, mode, alone: false, rows: true }],
    ),
    untold: [...rows.flatMap(({ untold }) => untold ?? []), ...(await called(session, found))],
  };
}

interface Written {
  readonly oid: number | null;
  readonly mode: LockMode | null;
  readonly untold: string | null;
}

async function called(session: Session, found: readonly Found[]): Promise<string[]> {
  const run = found.filter(({ follows }) => follows.some(({ kind }) => kind === 'called'));
  if (run.length === 0) return [];
  const oids = (areRoutines: boolean): number[] =>
    run.filter(({ object }) => (object === 'routine') === areRoutines).map(({ oid }) => oid);
  const rows = await session.query<Called>(calledQuery, [oids(true), oids(false)]);
  return rows.map(({ schema, name, why }) => `${qualifiedName(schema, name)}() ${whys[why]}`);
}

interface Called {
  readonly schema: string;
  readonly name: string;
  readonly why: keyof typeof whys;
}

const whys = {
  function: 'is run, and what it locks only running it tells',
  sequence: 'locks a sequence whose name only running it tells',
  advisory: 'waits for whoever holds that advisory lock, which belongs to no table',
} as const;
