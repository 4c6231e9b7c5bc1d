import { lineComment } from '../../postgres/sql/identifier.ts';
import { pasteable } from '../plan/pasteable.ts';
import type { Repair } from '../apply/repair-shape.ts';
import { counted } from '../../support/in-words.ts';

/** The remaining steps as one script: what is found, what to look at first, then a transaction a step. */
export function emit(repair: Repair, made: { readonly version: string; readonly database: string }): string {
  const { subject, state, wanted, orphans } = repair;
  const { steps, why } = pasteable(repair);
  const head = [
    lineComment(`Repair of ${subject} on ${made.database}, by facteur-qa ${made.version}.`),
    lineComment(state),
    lineComment(`Wanted is ${wanted}.`),
    ...(why === '' ? [] : [lineComment(why)]),
  ];
  if (repair.steps.length === 0) return `${[...head, lineComment('Nothing is to be done.')].join('\n')}\n`;
  const rows =
    orphans === null ? [] : [lineComment(told(orphans)), ...(orphans.query === null ? [] : [orphans.query])];
  const parts = steps.map(({ title, sql }, index) =>
    [lineComment(`Step ${index + 1} of ${steps.length}: ${title}`), ...sql].join('\n'),
  );
  return `${[head.join('\n'), ...(rows.length === 0 ? [] : [rows.join('\n')]), ...parts].join('\n\n')}\n`;
}

function told({ orphans, complete, reason }: NonNullable<Repair['orphans']>): string {
  if (!complete)
    return (
      `Before: it is not known whether rows have no parent (${reason}). This must show none, or ` +
      'the validation fails:'
    );
  return orphans === 0
    ? 'Before: no row was without a parent. This still must show none:'
    : `Before: ${counted(orphans, 'row has', 'rows have')} no parent. Repair them first:`;
}
