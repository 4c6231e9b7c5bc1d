import * as z from 'zod';
import { placeOf, wrongShape } from '../../checks/support/wrong-shape.ts';
import { UsageError } from '../command.ts';
import { suggestion } from '../options/nearest.ts';

const actions = ['no action', 'restrict', 'cascade', 'set null', 'set default'] as const;
const word = z.string().min(1);

/** `ON DELETE CASCADE` is written `cascade`, `CASCADE` or `set_null` as in SQL or in code. */
const sqlWords = <const Words extends readonly [string, ...string[]]>(known: Words) =>
  z.preprocess(
    (given) => (typeof given === 'string' ? given.toLowerCase().replace(/[\s_-]+/g, ' ') : given),
    z.enum(known),
  );

/** What a named target may hold; the rest of its settings come from the top of the file. */
const target = z.strictObject({
  baseUrl: word.optional(),
  apiPrefix: z.string().optional(),
  databaseUrl: word.optional(),
  environment: word.optional(),
  commit: word.optional(),
  version: word.optional(),
  origin: word.optional(),
});

const foreignKey = z
  .strictObject({
    name: word.optional(),
    table: word,
    columns: z.array(word).min(1),
    references: z.strictObject({ table: word, columns: z.array(word).min(1) }),
    onDelete: sqlWords(actions).optional(),
    onUpdate: sqlWords(actions).optional(),
    match: sqlWords(['simple', 'full', 'partial']).optional(),
    deferrable: z.boolean().optional(),
    initiallyDeferred: z.boolean().optional(),
    period: z.boolean().optional(),
    onDeleteColumns: z.array(word).optional(),
  })
  .refine(({ columns, references }) => columns.length === references.columns.length, {
    message: 'columns and references.columns must be equally many',
  });

export const configSchema = z.strictObject({
  $schema: z.string().optional(),
  target: word.optional(),
  targets: z.record(word, target).optional(),
  // What the deployment must report.
  environment: word.optional(),
  commit: word.optional(),
  version: word.optional(),
  // The page of the web app, for which CORS is judged.
  origin: word.optional(),
  // Milliseconds.
  thresholds: z
    .strictObject({ warnMs: z.number().min(0).optional(), failMs: z.number().min(0).optional() })
    .optional(),
  // Replaces the built-in expectations; an empty list switches them off.
  foreignKeys: z.array(foreignKey).optional(),
  // Database roles through which an API reaches tables, beside `anon` and `authenticated`.
  apiRoles: z.array(word).optional(),
});

/** `qa.config.json`, checked. */
export type Config = z.output<typeof configSchema>;
export type TargetConfig = z.output<typeof target>;

/**
 * Checks a parsed configuration. Throws {@link UsageError}, which names the key and what is allowed there.
 */
export function parseConfig(json: unknown, path: string): Config {
  const read = configSchema.safeParse(json);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue === undefined) throw new UsageError(`${path}: it is not a configuration.`);
  const place = placeOf(issue) ?? 'the file';
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.path);
    throw new UsageError(
      `${path}: ${place} has the unknown key "${issue.keys[0]}"; allowed are ` +
        `${known.join(', ')}.${suggestion(issue.keys[0] ?? '', known)}`,
    );
  }
  throw new UsageError(`${path}: ${place} ${wrongShape(issue, json)}.`);
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  if (path.length === 0) return Object.keys(configSchema.shape);
  if (path[0] === 'targets') return Object.keys(target.shape);
  if (path[0] === 'thresholds') return ['warnMs', 'failMs'];
  return path.at(-1) === 'references' ? ['table', 'columns'] : Object.keys(foreignKey.shape);
}
