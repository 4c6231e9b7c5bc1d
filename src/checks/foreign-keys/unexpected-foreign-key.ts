import { defineCheck, notAsked } from '../check.ts';
import { findExpected, selectedKeys, setAsideReason } from './expectations/compare.ts';
import { exampleKey, exampleKeys, productExpected, productKey } from './examples/keys.ts';
import { columnNames, keyName, targetName } from './catalog/names.ts';
import { keys } from './probes/keys.ts';
import { keyFacts } from './catalog/key-facts.ts';

export const unexpectedForeignKey = defineCheck({
  code: 'unexpected-foreign-key',
  title: 'A foreign key is there that the snapshot does not have',
  severity: 'warning',
  why:
    'Whoever made it did so past the migrations, or the snapshot is old; it refuses writes and ' +
    'deletes that nobody expects to fail.',
  remedy: 'Where it is meant, take a new snapshot; else drop it, once you know who made it and why.',
  needs: { keys },
  judge: ({ keys: { keys: found, expectations, complete } }) => {
    if (!complete)
      return notAsked(
        { without: '--snapshot --all' },
        'Only a snapshot of all tables (--snapshot --all) says which keys there should not be.',
      );
    const setAside = expectations.length === 0 ? null : setAsideReason(expectations);
    if (setAside !== null) return setAside;
    const spoken = new Set(
      expectations.flatMap((expected) => Object.values(findExpected(expected, found)).flat()),
    );
    return selectedKeys(found)
      .filter((key) => !spoken.has(key))
      .map((key) => ({
        subject: keyName(key),
        message:
          `${keyName(key)} (${columnNames(key.columns).join(', ')} → ${targetName(key)}) is not in ` +
          'the snapshot.',
        facts: { columns: columnNames(key.columns), references: targetName(key), ...keyFacts(key) },
      }));
  },
  examples: {
    healthy: { keys: exampleKeys([productKey('user_id')], productExpected(), { complete: true }) },
    broken: {
      keys: exampleKeys([productKey('user_id'), exampleKey()], productExpected(), { complete: true }),
    },
  },
});
