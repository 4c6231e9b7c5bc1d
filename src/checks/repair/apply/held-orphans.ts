import {
  comparison,
  operatorsOf,
  source,
  type OrphanDetails,
} from '../../foreign-keys/orphans/orphan-sql.ts';
import { inWords, keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import { keysToChild, leadsToItself, type Quarantine } from '../plan/quarantine.ts';
import type { Refusal } from '../plan/refusals.ts';
import type { RepairContext } from './context.ts';
import type { Observed } from './observe.ts';
import { asKey } from '../plan/counted-key.ts';

/**
 * Why rows without a parent cannot be moved: other rows reference them, and those keys refuse the DELETE.
 * It is asked before the key is swapped, since moving comes behind that. Null where none is referenced.
 * Throws what the database said.
 */
export async function heldOrphans(
  { database, limits, steps }: RepairContext,
  seen: Observed,
  { orphans }: Quarantine,
): Promise<Refusal | null> {
  const { definition } = seen.wanted;
  const others = keysToChild(seen);
  const itself = leadsToItself(seen) && seen.tableFacts !== null ? asKey(definition, seen.tableFacts) : null;
  if (others.length === 0 && itself === null) return null;
  const held = await database.read(
    async ({ query }) => {
      const known = await query<Operators>(operatorsQuery, [others.map(({ id }) => id)]);
      const keys = [
        ...others.flatMap((key) => {
          const operators = known.find(({ id }) => Number(id) === key.id)?.operators;
          return operators === undefined ? [] : [{ key, operators }];
        }),
        ...(itself === null ? [] : [{ key: itself.key, operators: itself.details.operators }]),
      ];
      const asked = keys.map(({ key, operators }) => {
        const isReference = comparison(key, operators, { parent: 'c', child: 'f' });
        return {
          key,
          rows: `${orphans}\n  and exists (select from ${source(key)} as f where ${isReference})`,
        };
      });
      const answers = asked.map(({ rows }, nth) => `exists (select ${rows}) as "${nth}"`);
      const [answer] = await query<Readonly<Record<string, boolean>>>(`select ${answers.join(',\n')}`);
      return asked.filter((_, nth) => answer?.[nth] === true);
    },
    { ...limits, statementTimeoutMs: steps.validateTimeoutMs },
  );
  if (held.length === 0) return null;
  return {
    reason:
      `Rows of ${tableName(definition)} without a parent are referenced by ` +
      `${inWords(held.map(({ key }) => keyName(key)))}, so they cannot be moved.`,
    advice:
      'Delete the rows that reference them, or let these reference others. To see the rows that cannot be ' +
      `moved:\n${held.map(({ rows }) => `select c.* ${rows}\nlimit 100;`).join('\n')}`,
    sql: [],
  };
}

interface Operators {
  /** `pg_constraint.oid`. */
  readonly id: string;
  readonly operators: OrphanDetails['operators'];
}

const operatorsQuery = `
select k.oid::bigint as id, ${operatorsOf('k')} as operators
from pg_catalog.pg_constraint as k
where k.oid = any ($1::oid[])`;
