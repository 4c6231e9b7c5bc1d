import { defineCheck } from '../check.ts';
import { columnSet, comparedKeys, setAsideReason } from './expectations/compare.ts';
import { exampleKeys, exampleOrphans, productExpected, productKey } from './examples/keys.ts';
import { inWords, keyName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { orphans } from './probes/orphans.ts';
import { curesOf } from './remedies/cures.ts';
import { repairCommand } from './remedies/statements.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const definitionMismatch = defineCheck({
  code: 'definition-mismatch',
  title: 'MATCH, PERIOD, deferrability or the SET NULL columns differ from what is expected',
  severity: 'warning',
  why:
    'Partly null references pass or are refused, or a violation shows at another moment, than the ' +
    'application counts on.',
  remedy: 'Swap the key in one statement, NOT VALID, then VALIDATE it.',
  needs: { keys, orphans },
  judge: ({ keys: seen, orphans: counted }) => {
    const { keys: found, expectations } = seen;
    const setAside = setAsideReason(expectations);
    if (setAside !== null) return setAside;
    return comparedKeys(expectations, found).flatMap(({ expected, key, there }) => {
      const { match, period, deferrable, initiallyDeferred, onDeleteColumns } = expected.expectation;
      const differences = [
        match !== undefined &&
          match !== key.match &&
          `MATCH is ${key.match.toUpperCase()} instead of ${match.toUpperCase()}`,
        period !== undefined && period !== key.period && `it is ${key.period ? '' : 'not '}over a PERIOD`,
        deferrable !== undefined &&
          deferrable !== key.deferrable &&
          `it is ${deferrable ? 'not deferrable' : 'deferrable'}`,
        initiallyDeferred !== undefined &&
          initiallyDeferred !== key.initiallyDeferred &&
          `it is initially ${key.initiallyDeferred ? 'deferred' : 'immediate'}`,
        onDeleteColumns !== undefined &&
          columnSet(onDeleteColumns) !== columnSet(key.onDeleteColumns) &&
          `ON DELETE sets ${inWords(key.onDeleteColumns) || 'all its columns'} instead of ` +
            `${inWords(onDeleteColumns) || 'all its columns'}`,
      ].filter((text) => text !== false);
      if (differences.length === 0) return [];
      return [
        {
          subject: keyName(key),
          message: `${keyName(key)}: ${inWords(differences)}.`,
          facts: {
            match: key.match,
            period: key.period,
            deferrable: key.deferrable,
            initiallyDeferred: key.initiallyDeferred,
            onDeleteColumns: key.onDeleteColumns,
            ...keyFacts(key),
            expected: { match, period, deferrable, initiallyDeferred, onDeleteColumns },
          },
          ...(there
            ? { sql: curesOf(seen, counted)(key)?.sql ?? [], command: repairCommand(keyName(key)) }
            : {}),
        },
      ];
    });
  },
  examples: {
    healthy: {
      orphans: exampleOrphans([]),
      keys: exampleKeys([productKey('user_id', { deferrable: true })], productExpected()),
    },
    broken: {
      orphans: exampleOrphans([]),
      keys: exampleKeys(
        [productKey('user_id', { deferrable: true })],
        productExpected({ deferrable: false }),
      ),
    },
  },
});
