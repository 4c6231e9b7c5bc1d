import { defineCheck } from '../check.ts';
import type { Observed } from '../finding.ts';
import { selectedKeys } from './expectations/compare.ts';
import { exampleColumn, exampleKey, exampleKeys, exampleOrphans, exampleParent } from './examples/keys.ts';
import { columnNames, inWords, keyName } from './catalog/names.ts';
import { keyFacts } from './catalog/key-facts.ts';
import { hasNullHole, isHoleClosed } from './catalog/null-hole.ts';
import { columnDetails } from './probes/column-details.ts';
import { keys } from './probes/keys.ts';
import { mixedNulls, mixedRows } from './probes/mixed-nulls.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { definitionOf, swapKey } from './remedies/statements.ts';

const noDetails = {
  orphans: exampleOrphans([]),
  columnDetails: { checks: [], withoutDefault: [], uses: [] },
  mixedNulls: [],
};

const composite = exampleKey({
  columns: [exampleColumn('tenant_id'), exampleColumn('customer_id')],
  references: exampleParent([exampleColumn('tenant_id'), exampleColumn('id')]),
});

export const nullableCompositeKey = defineCheck({
  code: 'nullable-composite-key',
  title: 'A composite foreign key with a nullable column is MATCH SIMPLE',
  severity: 'warning',
  why:
    'One null among its columns switches the check off for the row: the other columns may then ' +
    'reference anything.',
  remedy:
    'Make the columns NOT NULL, or add a CHECK that they are null all or none. MATCH FULL says the same, ' +
    'and refuses the rows that are otherwise: look for them first.',
  needs: { keys, orphans, columnDetails, mixedNulls },
  judge: ({ keys: seen, orphans: counted, columnDetails: { checks }, mixedNulls: mixed }) =>
    selectedKeys(seen.keys).flatMap((key): Observed[] => {
      if (!hasNullHole(key)) return [];
      const ofKey = checks.filter((check) => check.key === key.id && check.validated);
      if (isHoleClosed(key, ofKey)) return [];
      const nullable = columnNames(key.columns.filter(({ notNull }) => !notNull));
      const subject = keyName(key);
      const others = columnNames(key.columns.filter(({ notNull }) => notNull));
      const facts = { columns: columnNames(key.columns), nullable, ...keyFacts(key) };
      if (others.length > 0) {
        return [
          {
            subject,
            severity: 'info',
            message:
              `${subject} is not checked for rows where ${nullable.join(' or ')} is null, whatever ` +
              `${inWords(others)} says; an optional reference within a tenant is often meant so.`,
            facts,
            advice: 'Nothing, where the reference is optional; else make the column NOT NULL.',
          },
        ];
      }
      const look = mixed.find((each) => each.key === subject);
      // A PERIOD key has no MATCH FULL.
      const mayBeFull = look?.found === false && !key.period && curesOf(seen, counted)(key) === null;
      const orphaned = counted.counts.some((count) => count.key === subject && count.orphans > 0);
      const full = { ...definitionOf(key), match: 'full' as const };
      return [
        {
          subject,
          message:
            `${subject} is not checked for rows where ${nullable.join(' or ')} is null and the rest is not` +
            `${look?.found ? ', and there are such rows' : ''}.`,
          facts: {
            ...facts,
            mixedRows: look?.found ?? null,
            query: `${mixedRows(key, 'select *')} limit 100;`,
          },
          sql: mayBeFull ? swapKey(full, seen.version, { validate: !orphaned }) : [],
        },
      ];
    }),
  examples: {
    healthy: { ...noDetails, keys: exampleKeys([composite]) },
    broken: {
      ...noDetails,
      keys: exampleKeys([
        {
          ...composite,
          columns: [
            exampleColumn('tenant_id', { notNull: false }),
            exampleColumn('customer_id', { notNull: false }),
          ],
        },
      ]),
    },
  },
});
