import { keptName } from '../catalog/kept-name.ts';
import { likePattern, passedOver, readTable } from '../catalog/selection.ts';
import type { Expectation } from '../expectations/expectation.ts';
import type { ForeignKeyContext } from './context.ts';

/** A table as somebody named it, in one of two roles. */
export interface Wanted {
  /** By which the query tells what the name means. */
  readonly position: number;
  readonly role: 'argument' | 'expected';
  readonly table: string;
}

/**
 * The tables that were asked for and that are expected, and the parameters of a query that looks for them.
 */
export function wantedBy({ selection, expectations }: Pick<ForeignKeyContext, 'selection' | 'expectations'>) {
  const known = new Map<string, Wanted>();
  const want = (role: Wanted['role'], table: string): Wanted => {
    const wanted = known.get(`${role} ${table}`) ?? { position: known.size, role, table };
    known.set(`${role} ${table}`, wanted);
    return wanted;
  };
  const tables = selection.kind === 'some' ? selection.tables : [];
  const asked = tables.map((table) => want('argument', table));
  const expected = expectations.list.map((expectation) => ({
    expectation: withKeptName(expectation),
    child: want('expected', expectation.table),
    parent: want('expected', expectation.references.table),
  }));
  const names = [...known.values()].flatMap(({ position, role, table }) =>
    (readTable(table) ?? []).map((reading, preference) => ({ position, preference, role, ...reading })),
  );
  const schemas = selection.kind === 'some' ? selection.schemas : [];
  return {
    arguments: asked,
    expected,
    /** As selected-tables.sql.ts says. */
    parameters: [JSON.stringify(names), selection.kind, schemas, passedOver(selection).map(likePattern)],
  };
}

/** As the database has it: a name that is too long for it is the same name, cut. */
function withKeptName(expectation: Expectation): Expectation {
  return expectation.name === undefined ? expectation : { ...expectation, name: keptName(expectation.name) };
}
