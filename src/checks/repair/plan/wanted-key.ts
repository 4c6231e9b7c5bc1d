import { judgedExpectations } from '../../foreign-keys/expectations/compare.ts';
import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { keptName } from '../../foreign-keys/catalog/kept-name.ts';
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
  /** Keys on the same columns that nothing expects: they lead elsewhere, or contradict what is expected. */
  readonly misdirected: readonly ForeignKey[];
  /** Keys that say exactly what `kept` says, under other names: what an interrupted repair leaves. */
  readonly twins: readonly ForeignKey[];
}

/**
 * The keys that a person can mean by `constraint`, `table.constraint` or `schema.table.constraint`, as SQL
 * reads it, else letter by letter.
 */
export function findWantedKeys(keys: Keys, text: string): WantedKey[] {
  for (const name of readings(text).map(asKept)) {
    const meant = everyWanted(keys, name.at(-1) ?? '').filter((wanted) =>
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
  return everyWanted(keys, '').flatMap(({ subject, definition }) => [subject, definition.name]);
}

/** `asked` is the constraint's name as a person wrote it. */
function everyWanted({ keys, expectations }: Keys, asked: string): WantedKey[] {
  const judged = judgedExpectations(expectations, keys);
  const isExpected = (key: ForeignKey): boolean => judged.some(({ there }) => there.includes(key));
  const expected = judged.map(({ expected: expectation, there, elsewhere }) =>
    wantedBy(
      expectation,
      there,
      elsewhere.filter((key) => !isExpected(key)),
      asked,
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
      twins: [],
    }));
  return [...expected, ...unexpected];
}

function wantedBy(
  expected: Expected,
  there: readonly ForeignKey[],
  elsewhere: readonly ForeignKey[],
  asked: string,
): WantedKey {
  const expectedAs = expectedName(expected);
  const called = (keys: readonly ForeignKey[]): ForeignKey | null =>
    keys.find((key) => key.name === expectedAs) ?? keys[0] ?? null;
  const base = called(there) ?? called(elsewhere);
  const definition = definitionExpected(expected, base);
  const kept = best(
    there.filter((key) => !differs(key, definition)),
    expectedAs,
  );
  // One that leaves open what the expectation leaves open may say otherwise; one that it contradicts may not.
  const contradicted = there.filter((key) => key !== kept && differs(key, definitionExpected(expected, key)));
  const twins = there.filter(
    (key) => kept !== null && key !== kept && !contradicted.includes(key) && !differs(key, definition),
  );
  const all = [...there, ...elsewhere];
  // The expected name, where it was asked for, or where some key has it already; else it keeps its own.
  const isNamed = asked === expectedAs || all.some((key) => key.name === expectedAs);
  const complete = {
    ...definition,
    name: isNamed ? expectedAs : ((kept ?? base)?.name ?? expectedAs),
    comment: kept?.comment ?? base?.comment ?? all.find((key) => key.comment !== null)?.comment ?? null,
  };
  const replaced = kept === null ? called(contradicted) : null;
  return {
    subject: keyName(complete),
    definition: complete,
    expected,
    kept: kept ?? replaced,
    misdirected: [...elsewhere, ...contradicted.filter((key) => key !== replaced)],
    twins,
  };
}

/** The one that needs the least work: validated, then of the expected name. */
function best(keys: readonly ForeignKey[], name: string): ForeignKey | null {
  const work = (key: ForeignKey): number => Number(!key.validated) * 2 + Number(key.name !== name);
  return keys.toSorted((a, b) => work(a) - work(b))[0] ?? null;
}

/** Schema, table and constraint of each key that a name may mean. */
function namesOf({ definition, expected, kept, misdirected, twins }: WantedKey): string[][] {
  const { schema, table } = definition;
  const names = [
    definition.name,
    ...(expected === null ? [] : [expectedName(expected)]),
    ...[...(kept === null ? [] : [kept]), ...misdirected, ...twins].map((key) => key.name),
  ];
  return [...new Set(names)].map((name) => [schema, table, name]);
}

/** PostgreSQL cuts a name that is too long: what it kept is what is meant. */
function asKept(name: readonly string[]): string[] {
  return name.map((part, index) => (index === name.length - 1 ? keptName(part) : part));
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
    // Nothing but a new key makes the triggers that enforce it.
    key.missingTriggers.length > 0 ||
    key.onDelete !== wanted.onDelete ||
    key.onUpdate !== wanted.onUpdate ||
    key.match !== wanted.match ||
    key.period !== wanted.period ||
    key.deferrable !== wanted.deferrable ||
    key.initiallyDeferred !== wanted.initiallyDeferred ||
    set(key.onDeleteColumns) !== set(wanted.onDeleteColumns)
  );
}
