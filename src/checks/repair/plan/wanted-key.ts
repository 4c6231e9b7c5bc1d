import { judgedExpectations } from '../../foreign-keys/expectations/compare.ts';
import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { expectedName, keyName } from '../../foreign-keys/catalog/names.ts';
import type { Expected, Keys } from '../../foreign-keys/probes/keys.ts';
import {
  definitionExpected,
  definitionOf,
  type KeyDefinition,
} from '../../foreign-keys/remedies/statements.ts';
import { parseNames } from '../../postgres/sql/identifier.ts';

/** A key as it should be, and what there is of it. */
export interface WantedKey {
  /** `schema.table.constraint`, the name that it has at the end. */
  readonly subject: string;
  readonly definition: KeyDefinition;
  /** Null for a key of which nothing is expected: it can only be made valid and enforced as it is. */
  readonly expected: Expected | null;
  /** The key that leads where it should. */
  readonly kept: ForeignKey | null;
  /** Keys on the same columns that lead elsewhere, and that nothing expects. */
  readonly misdirected: readonly ForeignKey[];
}

/**
 * The keys that a person can mean by `constraint`, `table.constraint` or `schema.table.constraint`, as SQL
 * reads it, else letter by letter.
 */
export function findWantedKeys(keys: Keys, text: string): WantedKey[] {
  const all = everyWanted(keys);
  for (const name of readings(text)) {
    const meant = all.filter((wanted) =>
      namesOf(wanted).some((full) =>
        name.every((part, index) => part === full[full.length - name.length + index]),
      ),
    );
    if (meant.length > 0) return meant;
  }
  return [];
}

/** Every name that could be given, for a suggestion. */
export function knownNames(keys: Keys): string[] {
  return everyWanted(keys).flatMap(({ subject, definition }) => [subject, definition.name]);
}

function everyWanted({ keys, expectations }: Keys): WantedKey[] {
  const judged = judgedExpectations(expectations, keys);
  const isExpected = (key: ForeignKey): boolean => judged.some(({ there }) => there.includes(key));
  const expected = judged.map(({ expected: expectation, there, elsewhere }) =>
    wantedBy(
      expectation,
      there,
      elsewhere.filter((key) => !isExpected(key)),
    ),
  );
  const judgedKeys = new Set(judged.flatMap(({ there, elsewhere }) => [...there, ...elsewhere]));
  const unexpected = keys
    .filter((key) => !judgedKeys.has(key))
    .map((key): WantedKey => ({
      subject: keyName(key),
      definition: definitionOf(key),
      expected: null,
      kept: key,
      misdirected: [],
    }));
  return [...expected, ...unexpected];
}

function wantedBy(
  expected: Expected,
  there: readonly ForeignKey[],
  misdirected: readonly ForeignKey[],
): WantedKey {
  const name = expectedName(expected);
  const called = (keys: readonly ForeignKey[]): ForeignKey | null =>
    keys.find((key) => key.name === name) ?? keys[0] ?? null;
  const kept = called(there);
  const base = kept ?? called(misdirected);
  const definition = definitionExpected(expected, base);
  // A half-finished swap has left the right key under another name: it gets its own as the wrong key gives it
  // up.
  const freed = kept !== null && misdirected.some((key) => key.name === name);
  const comment = base?.comment ?? misdirected.find((key) => key.comment !== null)?.comment ?? null;
  const complete = { ...definition, name: freed ? name : definition.name, comment };
  return { subject: keyName(complete), definition: complete, expected, kept, misdirected };
}

/** Schema, table and constraint of each key that a name may mean. */
function namesOf({ definition, expected, kept, misdirected }: WantedKey): string[][] {
  const { schema, table } = definition;
  const names = [
    definition.name,
    ...(expected === null ? [] : [expectedName(expected)]),
    ...[...(kept === null ? [] : [kept]), ...misdirected].map((key) => key.name),
  ];
  return [...new Set(names)].map((name) => [schema, table, name]);
}

function readings(text: string): string[][] {
  const folded = parseNames(text)?.map(({ name }) => name) ?? [];
  return [folded, text.split('.'), [text]].filter((parts) => parts.length > 0 && parts.length <= 3);
}

/**
 * Whether a key of the right target must be made anew: SQL can change none of these in place without a longer
 * lock.
 */
export function differs(key: ForeignKey, wanted: KeyDefinition): boolean {
  const set = (columns: readonly string[]): string => JSON.stringify([...columns].sort());
  return (
    !key.enforced ||
    key.onDelete !== wanted.onDelete ||
    key.onUpdate !== wanted.onUpdate ||
    key.match !== wanted.match ||
    key.period !== wanted.period ||
    key.deferrable !== wanted.deferrable ||
    key.initiallyDeferred !== wanted.initiallyDeferred ||
    set(key.onDeleteColumns) !== set(wanted.onDeleteColumns)
  );
}
