import { defineCheck, unknown, type Observed } from '../check.ts';
import { judgedExpectations, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, productExpected, productKey } from './examples/keys.ts';
import type { ForeignKey } from './catalog/key.ts';
import { rowsOf } from './catalog/key-facts.ts';
import { expectedKeyName, expectedTable, inWords, tableName } from './catalog/names.ts';
import { keys, type Expected } from './probes/keys.ts';
import { has, versionText } from '../postgres/session/version.ts';
import { canBeAdded } from './remedies/can-be-added.ts';
import { addKey, definitionExpected, repairCommand } from './remedies/statements.ts';

export const missingForeignKey = defineCheck({
  code: 'missing-foreign-key',
  title: 'An expected foreign key is absent',
  severity: 'error',
  why: 'Rows can be written whose parent does not exist, and rows stay behind when their parent is deleted.',
  remedy:
    'Add the key NOT VALID, which reads no rows, then VALIDATE it; orphans that are there already ' +
    'must be repaired before.',
  needs: { keys },
  judge: ({ keys: { keys: found, expectations, version } }) => {
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;

    const missing = judgedExpectations(expectations, found)
      .filter(({ there, elsewhere }) => there.length === 0 && elsewhere.length === 0)
      .map(({ expected }) => observe(expected, version, found));
    const doubtful = expectations.filter(({ ambiguous }) => ambiguous.length > 0);
    if (doubtful.length === 0) return missing;
    const names = doubtful.map(
      ({ expectation, ambiguous }) => `${expectation.table} could mean ${inWords(ambiguous.map(tableName))}`,
    );
    return unknown(`Name the schema in the expectation: ${names.join('; ')}.`, missing);
  },
  examples: {
    healthy: { keys: exampleKeys([productKey('user_id')], productExpected()) },
    broken: { keys: exampleKeys([], productExpected()) },
  },
});

function observe(expected: Expected, version: number, found: readonly ForeignKey[]): Observed {
  const { expectation, child, parent } = expected;
  const from = tableName(expectedTable(expectation.table, child));
  const to = tableName(expectedTable(expectation.references.table, parent));
  const absent = [
    child === null && `table ${from}`,
    parent === null && `table ${to}`,
    ...(child === null
      ? []
      : expectation.columns
          .filter((name) => !child.columns.includes(name))
          .map((name) => `column ${name} of ${from}`)),
    ...(parent === null
      ? []
      : expectation.references.columns
          .filter((name) => !parent.columns.includes(name))
          .map((name) => `column ${name} of ${to}`)),
  ].filter((text) => text !== false);
  const key =
    `${from} (${expectation.columns.join(', ')}) → ${to} ` + `(${expectation.references.columns.join(', ')})`;
  const refused = absent.length > 0 ? null : canBeAdded(expected);
  return {
    subject: expectedKeyName(expected),
    message:
      `The key ${key} is expected and does not ` +
      `exist${absent.length > 0 ? `; there is no ${inWords(absent)}` : ''}.`,
    facts: {
      table: from,
      columns: expectation.columns,
      references: { table: to, columns: expectation.references.columns },
      absent,
      estimatedRows: rowsOf(expectedTable(expectation.table, child), found),
      onDelete: expectation.onDelete ?? null,
    },
    ...(expectation.period === true && !has(version, 'periods')
      ? { advice: `PostgreSQL ${versionText(version)} knows no PERIOD; 18 does.` }
      : absent.length > 0
        ? {
            advice:
              'Create what is absent first: the migration that makes it has not run here, or the ' +
              'expectation is out of date.',
          }
        : refused !== null
          ? { advice: `It cannot be added as things are: ${refused}.` }
          : {
              sql: addKey(definitionExpected(expected, null), version),
              command: repairCommand(expectedKeyName(expected)),
            }),
  };
}
