import * as z from 'zod/mini';

/** What a statement does that a busy table feels. */
export const operationKinds = [
  'add-foreign-key',
  'add-check',
  'add-index-constraint',
  'drop-constraint',
  'create-index',
  'drop-index',
  'set-not-null',
  'change-type',
  'add-required-column',
  'add-computed-column',
  'drop',
  'rename',
  'rewrite',
  'lock',
  'write-all-rows',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** One such statement of a revision's `upgrade()`. */
export const operationShape = z.object({
  kind: z.enum(operationKinds),
  /** As it is named there; null where the name is computed. */
  table: z.nullable(z.string()),
  line: z.number(),
  /** As it stands there, on one line, and cut. */
  quoted: z.string(),
});
export type Operation = z.infer<typeof operationShape>;

const mostQuoted = 160;

/** Source on one line, cut where it is long. */
export function quotedLine(source: string): string {
  const line = source.replace(/\s+/g, ' ').trim();
  return line.length <= mostQuoted ? line : `${line.slice(0, mostQuoted - 1)}…`;
}
