import type { ForeignKey } from '../../foreign-keys/catalog/key.ts';
import { keyName, tableName } from '../../foreign-keys/catalog/names.ts';
import { addClause, definitionOf, mayBeUnvalidated } from '../../foreign-keys/remedies/statements.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import { stepsOf, strongest, validation, type Lock, type Step } from './steps.ts';
import { differs, type WantedKey } from './wanted-key.ts';

/** How to make a key again what it was before its repair. */
export interface WayBack {
  readonly steps: readonly Step[];
  /** Why there are none, in a sentence. */
  readonly reason: string | null;
}

/**
 * The way back from a repair: of what was done of it, where `now` is what there is; of all of it, where it
 * has not begun yet and `now` is null. `unstamp` puts Alembic's revision back. Pure.
 */
export function wayBack(
  wanted: WantedKey,
  version: number,
  { unstamp, now }: { readonly unstamp: Step | null; readonly now: readonly ForeignKey[] | null },
): WayBack {
  const { steps, reason } = keyBack(wanted, version, now);
  if (unstamp === null) return { steps, reason };
  return { steps: [...steps, unstamp], reason: null };
}

function keyBack(wanted: WantedKey, version: number, now: readonly ForeignKey[] | null): WayBack {
  const none = (reason: string): WayBack => ({ steps: [], reason });
  const { definition, kept, misdirected, twins } = wanted;
  const forth = stepsOf(wanted, version);
  if (forth.length === 0) return none('Nothing was changed.');
  const isThere = (key: ForeignKey): boolean => now !== null && now.some(({ id }) => id === key.id);
  const before = [...misdirected, ...twins, ...(kept === null ? [] : [kept])];
  const made =
    now === null ||
    now.some((key) => keyName(key) === keyName(definition) && !before.some(({ id }) => id === key.id));
  const anew = (kept === null || differs(kept, definition)) && made;
  const gone = [
    ...misdirected,
    ...twins,
    ...(kept !== null && differs(kept, definition) ? [kept] : []),
  ].filter((key) => !isThere(key));
  if (gone.some(({ enforced }) => !enforced))
    return none('The key was NOT ENFORCED, and checked nothing: there is nothing to go back to.');
  if (gone.some(({ missingTriggers }) => missingTriggers.length > 0))
    return none('The key lacked triggers that enforce it: there is nothing to go back to.');
  const isRenamed = ({ id }: ForeignKey): boolean =>
    now === null || now.some((key) => key.id === id && key.name === definition.name);
  const renamed = kept !== null && !anew && kept.name !== definition.name && isRenamed(kept) ? kept : null;
  if (now !== null && forth[0]?.kind === 'alter' && gone.length === 0 && renamed === null && !anew)
    return none('The key is as it was.');
  if (gone.length === 0 && renamed === null && !anew)
    return none('A key that was validated says the same as before, and more surely.');

  const child = tableName(definition);
  const name = quoteIdentifier(definition.name);
  const clauses = [
    ...(anew ? [`drop constraint ${name}`] : []),
    ...gone.map((key) => addClause(definitionOf(key), version)),
  ];
  const locks: Lock[] = [
    { schema: definition.schema, table: definition.table, mode: 'ACCESS EXCLUSIVE' },
    ...(anew ? [{ ...definition.references, mode: 'ACCESS EXCLUSIVE' as const }] : []),
    ...gone.map(({ references }): Lock => ({ ...references, mode: 'SHARE ROW EXCLUSIVE' })),
  ];
  const alteration: Step = {
    kind: 'alter',
    title: 'go back',
    locks: strongest(locks),
    statements: [
      ...(renamed === null
        ? []
        : [`alter table ${child} rename constraint ${name} to ${quoteIdentifier(renamed.name)};`]),
      ...(clauses.length === 0 ? [] : [`alter table ${child}\n  ${clauses.join(',\n  ')};`]),
      ...(kept === null || anew || kept.comment === definition.comment ? [] : [commentOn(child, kept)]),
      ...gone.filter(({ comment }) => comment !== null).map((key) => commentOn(child, key)),
    ],
    premises: [],
    readsRows: gone.some((key) => !mayBeUnvalidated(definitionOf(key), version)),
  };
  const validated = gone.filter((key) => key.validated && mayBeUnvalidated(definitionOf(key), version));
  // It fails where rows were written meanwhile that only the repaired key allows.
  return { steps: [alteration, ...validated.map(validation)], reason: null };
}

function commentOn(child: string, { name, comment }: ForeignKey): string {
  const said = comment === null ? 'null' : quoteLiteral(comment);
  return `comment on constraint ${quoteIdentifier(name)} on ${child} is ${said};`;
}
