import { placeOf, wrongShape } from '../../support/wrong-shape.ts';
import * as z from 'zod/mini';
import { actions, plainWords } from './action.ts';

const words = <const Words extends readonly [string, ...string[]]>(known: Words) =>
  z.pipe(z.pipe(z.string(), z.transform(plainWords)), z.enum(known));

export const matches = ['simple', 'full', 'partial'] as const;

/**
 * Tables as SQL writes them: `schema.table`, quotes where needed. Without a schema: `public` first, then the
 * only table of that name.
 */
const place = z.object({ table: z.string(), columns: z.array(z.string()).check(z.minLength(1)) });

/**
 * A foreign key that should exist. What is omitted is not checked. `onDelete: "CASCADE"` and `"cascade"` are
 * the same.
 */
export const expectationShape = z.object({
  name: z.optional(z.string()),
  table: z.string(),
  columns: z.array(z.string()).check(z.minLength(1)),
  references: place,
  onDelete: z.optional(words(actions)),
  onUpdate: z.optional(words(actions)),
  match: z.optional(words(matches)),
  deferrable: z.optional(z.boolean()),
  initiallyDeferred: z.optional(z.boolean()),
  /** PERIOD stands before the last column of both sides (PostgreSQL 18). */
  period: z.optional(z.boolean()),
  /**
   * The columns of ON DELETE SET NULL (…) or SET DEFAULT (…), PostgreSQL 15 and later; empty: all of the
   * key's.
   */
  onDeleteColumns: z.optional(z.array(z.string())),
});
export type Expectation = z.infer<typeof expectationShape>;

const listShape = z.array(expectationShape);

/**
 * What `--snapshot` prints. `complete`: these are all keys of the database, so that another one is a
 * difference too.
 */
export interface Snapshot {
  readonly complete: boolean;
  readonly foreignKeys: readonly Expectation[];
}

/**
 * Reads a parsed `--expect` file: a snapshot, a list of expectations, or an object that holds it as
 * `foreignKeys`, as `qa.config.json` does. Only a snapshot can be complete. Throws an error of one sentence
 * that names the entry.
 */
export function readExpectations(json: unknown): {
  readonly list: readonly Expectation[];
  readonly complete: boolean;
} {
  const list = typeof json === 'object' && json !== null && 'foreignKeys' in json ? json.foreignKeys : json;
  const read = listShape.safeParse(list);
  if (!read.success) {
    const [issue] = read.error.issues;
    const place = issue === undefined ? null : placeOf(issue);
    throw new Error(
      issue === undefined || place === null
        ? 'expected is a list of foreign keys, or an object with that list as "foreignKeys"'
        : `foreignKeys${place} ${wrongShape(issue, list)}`,
    );
  }
  const uneven = read.data.findIndex(
    ({ columns, references }) => columns.length !== references.columns.length,
  );
  if (uneven >= 0) throw new Error(`foreignKeys[${uneven}] has another number of columns than it references`);
  return {
    list: read.data,
    complete: typeof json === 'object' && json !== null && 'complete' in json && json.complete === true,
  };
}
