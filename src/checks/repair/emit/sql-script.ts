import { lineComment } from '../../postgres/sql/identifier.ts';
import type { Repair } from '../apply/repair.ts';

/** The remaining steps as one script: what is found, what to look at first, then a transaction a step. */
export function emit(
  { subject, state, wanted, steps, orphans }: Repair,
  made: { readonly version: string; readonly database: string },
): string {
  const head = [
    lineComment(`Repair of ${subject} on ${made.database}, by facteur-qa ${made.version}.`),
    lineComment(state),
    lineComment(`Wanted is ${wanted}.`),
  ];
  if (steps.length === 0) return `${[...head, lineComment('Nothing is to be done.')].join('\n')}\n`;
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
    : `Before: ${orphans} rows have no parent, and the validation will fail. Repair them first:`;
}
