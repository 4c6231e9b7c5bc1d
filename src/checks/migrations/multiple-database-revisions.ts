import { defineCheck, isWithheld } from '../check.ts';
import { withAncestors } from './graph/graph.ts';
import { codeWith, databaseAt } from './examples/evidence.ts';
import { code } from './probes/code.ts';
import { versionTable } from './probes/version-table.ts';
import { brokenBy, chainOf, tableOf } from './relation/compare.ts';

export const multipleDatabaseRevisions = defineCheck({
  code: 'multiple-database-revisions',
  title: 'The database is at several revisions at once',
  severity: 'error',
  why:
    'Several branches were applied and not merged: a service that expects one revision reads any of the ' +
    'rows, and alembic upgrade head may refuse.',
  remedy:
    'Apply the revision that merges them (alembic upgrade heads); where the branches are meant to stay ' +
    'apart, name each with --expect-head.',
  needs: { code, versionTable },
  judge: ({ code: given, versionTable: versions }) => {
    const table = tableOf(versions);
    if (isWithheld(table)) return table;
    const { revisions } = table;
    if (revisions.length < 2) return [];
    const chain = chainOf(given);
    const isReadable = !isWithheld(chain) && brokenBy(chain) === null;
    // Alembic keeps the last revision of each branch only, so a row that another one contains was put there
    // by hand.
    const contained = isReadable
      ? revisions.filter((id) =>
          revisions.some((other) => other !== id && withAncestors(chain.graph, [other]).has(id)),
        )
      : [];
    const isMeant = new Set(given?.expectedHeads).size > 1;
    if (isMeant && contained.length === 0) return [];
    const merge = isReadable
      ? [...chain.graph.revisions.values()].find(({ down }) => revisions.every((id) => down.includes(id)))
      : undefined;
    const told = [
      ...(contained.length > 0
        ? [`${contained.join(', ')} ${contained.length > 1 ? 'are' : 'is'} contained in another of them`]
        : []),
      ...(merge === undefined ? [] : [`${merge.id} merges them`]),
    ];
    return [
      {
        subject: `${table.schema}.${table.table}`,
        message:
          `${table.table} holds ${revisions.length} rows: ` +
          `${[revisions.join(', '), ...told].join('; ')}.`,
        facts: { current: revisions, contained, mergedBy: merge?.id ?? null },
        ...(contained.length > 0
          ? {
              advice:
                'Remove the rows that another one contains, once it is certain that their migrations ' +
                'were applied.',
            }
          : { command: 'alembic upgrade heads' }),
      },
    ];
  },
  examples: {
    healthy: { code: codeWith(), versionTable: databaseAt('1a2b3c4d5e6f') },
    broken: { code: codeWith(), versionTable: databaseAt('b7d6e5f4c3a2', 'f7e8a9b0c1d2') },
  },
});
