import { groupBy } from '../../support/group-by.ts';
import type { ForeignKey } from '../catalog/key.ts';
import { keyName } from '../catalog/names.ts';
import { comparedKeys, findExpected, route, sharedOrigins, sharedRoutes } from '../expectations/compare.ts';
import type { Expected, Keys } from '../probes/keys.ts';
import type { OrphanCount, Orphans } from '../probes/orphans.ts';
import { forgetTriggers, isUndroppable } from './lost-triggers.ts';
import { namedBy, sameDefinition, strength } from './duplicates.ts';
import { canBeAdded } from './can-be-added.ts';
import { nullRefusals } from './set-null.ts';
import {
  definitionExpected,
  definitionOf,
  differs,
  dropKey,
  swapKey,
  type KeyDefinition,
} from './statements.ts';
import { remembered, rememberedForBoth } from '../../support/remembered.ts';

/**
 * What heals a key as a whole. Whatever is said of the key proposes the same statements: two that each set
 * right one thing would undo each other, or name a key that is gone.
 */
export interface Cure {
  readonly kind: 'drop' | 'swap';
  readonly sql: readonly string[];
}

/** How many orphans of the key were counted whole, or null. */
export function countOf(counted: Orphans, key: ForeignKey): number | null {
  if (counted.counts.length === 0) return null;
  const count = countsByKey(counted).get(keyName(key));
  return count?.complete ? count.orphans : null;
}

/** How many orphans of the key were seen. */
export function orphansOf(counted: Orphans, key: ForeignKey): number {
  // Where nothing was counted no name has to be spelt out, of ten thousand keys.
  if (counted.counts.length === 0) return 0;
  return countsByKey(counted).get(keyName(key))?.orphans ?? 0;
}

const countsByKey = remembered(
  ({ counts }: Orphans): ReadonlyMap<string, OrphanCount> =>
    new Map(counts.map((count) => [count.key, count])),
);

/** The cures of these keys; where orphans were counted no VALIDATE is proposed that would fail. */
export const curesOf = rememberedForBoth(findCures);

function findCures({ keys, expectations, version }: Keys, { counts }: Orphans) {
  const dropped = new Set([...duplicates(keys, expectations), ...wrongOfTwo(keys, expectations)]);
  const compared = new Map(comparedKeys(expectations, keys).map(({ key, expected }) => [key, expected]));
  const orphaned = new Set(counts.filter((count) => count.orphans > 0).map(({ key }) => key));
  return (key: ForeignKey): Cure | null => {
    const unbind = isUndroppable(key) ? [forgetTriggers] : [];
    if (dropped.has(key)) return { kind: 'drop', sql: [...unbind, ...dropKey(key)] };
    const intended = intendedDefinition(key, compared.get(key) ?? null, version);
    if (!differs(definitionOf(key), intended) && key.missingTriggers.length === 0) return null;
    const fails = orphaned.has(keyName(key)) && route(key) === routeOf(key, intended);
    return { kind: 'swap', sql: [...unbind, ...swapKey(intended, version, { validate: !fails })] };
  };
}

/** The definition that the key should have, from all that is wrong with it. */
export function intendedDefinition(
  key: ForeignKey,
  expected: Expected | null,
  version: number,
): KeyDefinition {
  const definition =
    expected !== null && canBeAdded(expected) === null
      ? definitionExpected(expected, key)
      : definitionOf(key);
  const wanted = { ...definition, unenforced: !key.enforced };
  const asked = expected?.expectation;
  // A key that is NOT ENFORCED sets nothing to null.
  if (!key.enforced) return wanted;
  const refusals = nullRefusals({ ...key, onDelete: wanted.onDelete, onUpdate: wanted.onUpdate }, version);
  return {
    ...wanted,
    ...(asked?.onDelete === undefined && asked?.onDeleteColumns === undefined ? refusals.onDelete : {}),
    ...(asked?.onUpdate === undefined ? refusals.onUpdate : {}),
  };
}

function routeOf(key: ForeignKey, { references }: KeyDefinition): string {
  const { schema, table, columns } = references;
  const parents = columns.map((name) => ({ name, type: '', notNull: true }));
  return route({ ...key, references: { ...key.references, schema, table, columns: parents } });
}

/**
 * Of keys that say the same the ones that go; a key that an expectation names stays, and one that protects.
 */
export function duplicates(keys: readonly ForeignKey[], expectations: readonly Expected[]): ForeignKey[] {
  const isNamed = namedBy(expectations);
  return sharedRoutes(keys).flatMap((same) =>
    [...groupBy(same, sameDefinition).values()].flatMap((equal) =>
      equal.toSorted((a, b) => strength(b) - strength(a) || Number(isNamed(b)) - Number(isNamed(a))).slice(1),
    ),
  );
}

/** Of two keys that lead from the same columns to two targets, the one that is not expected. */
function wrongOfTwo(keys: readonly ForeignKey[], expectations: readonly Expected[]): ForeignKey[] {
  if (expectations.length === 0) return [];
  const isExpected = (key: ForeignKey): boolean =>
    expectations.some((expected) => findExpected(expected, [key]).there.length > 0);
  return sharedOrigins(keys).flatMap((sameColumns) => {
    const routes = new Set(sameColumns.map(route));
    if (routes.size < 2 || !sameColumns.some(isExpected)) return [];
    return sameColumns.filter((key) => !isExpected(key));
  });
}
