import { severities } from '../../../checks/finding.ts';
import type { KeyPicture } from './key-picture.ts';

/** Pixels; letters are those of a monospaced font of 12. */
export const box = { head: 26, row: 20, foot: 6, letter: 7.3, padding: 10 } as const;

/** A table with its columns, where it is drawn. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** How deep below tables that reference none each stands; a cycle is cut where it is met. */
export function ranksOf({ tables, arrows, expected }: KeyPicture): ReadonlyMap<string, number> {
  const parents = new Map<string, string[]>();
  for (const { child, parent } of [...arrows, ...expected])
    parents.set(child, [...(parents.get(child) ?? []), parent]);
  const ranks = new Map<string, number>();
  const rank = (table: string): number => {
    const known = ranks.get(table);
    if (known !== undefined) return known;
    ranks.set(table, 0);
    const found = (parents.get(table) ?? []).reduce(
      (deepest, parent) => Math.max(deepest, parent === table ? 0 : rank(parent) + 1),
      0,
    );
    ranks.set(table, found);
    return found;
  };
  for (const table of tables) rank(table);
  return ranks;
}

/** By table how bad the worst of its keys is: 0 for an error, and for one that is expected and not there. */
export function worstOf({ arrows, expected }: KeyPicture): ReadonlyMap<string, number> {
  const worst = new Map<string, number>();
  const note = (table: string, weight: number): void =>
    void worst.set(table, Math.min(weight, worst.get(table) ?? severities.length));
  for (const { child, parent, severity } of arrows)
    for (const table of [child, parent])
      note(table, severity === null ? severities.length : severities.indexOf(severity));
  for (const { child, parent } of expected) for (const table of [child, parent]) note(table, 0);
  return worst;
}

export function sizeOf(
  table: string,
  { columns }: KeyPicture,
): { readonly width: number; readonly height: number } {
  const rows = columns.get(table) ?? [];
  const letters = Math.max(
    [...table].length,
    ...rows.map(({ name, type }) => [...name].length + [...type].length + 2),
  );
  return {
    width: Math.ceil(letters * box.letter) + 2 * box.padding,
    height: box.head + rows.length * box.row + box.foot,
  };
}

/** The middle of the rows of those columns. */
export function rowOf(
  table: string,
  names: readonly string[],
  place: Place,
  { columns }: KeyPicture,
): number {
  const rows = columns.get(table) ?? [];
  const at = names.map((name) => rows.findIndex((row) => row.name === name)).filter((index) => index >= 0);
  const middle = at.reduce((sum, index) => sum + index, 0) / Math.max(1, at.length);
  return place.y + box.head + (middle + 0.5) * box.row;
}
