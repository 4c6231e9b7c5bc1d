import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import * as z from 'zod/mini';
import { placeOf, wrongShape } from '../../../checks/support/wrong-shape.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type App } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';
import { readText } from '../../state/read-text.ts';

const word = z.string().check(z.minLength(1));

/** One target. Its secrets are named, never written: by a variable, or by a file of their own. */
const targetShape = z.strictObject({
  // It names the target's report file, too.
  name: z.string().check(z.regex(/^\w[\w.-]*$/, 'give a name of letters, digits, dots and dashes')),
  baseUrl: z.optional(word),
  apiPrefix: z.optional(z.string()),
  environment: z.optional(word),
  commit: z.optional(word),
  version: z.optional(word),
  origin: z.optional(word),
  tokenEnv: z.optional(word),
  tokenFile: z.optional(word),
  databaseUrlEnv: z.optional(word),
  databaseUrlFile: z.optional(word),
  railwayTokenEnv: z.optional(word),
  run: z.optional(word),
});

const fileShape = z.strictObject({
  run: z.optional(word),
  concurrency: z.optional(z.number().check(z.int(), z.positive())),
  targets: z.array(targetShape).check(z.minLength(1)),
});

export type FleetTarget = z.infer<typeof targetShape>;

/** `targets.yaml`, checked; the files that it names lie beside it. */
export interface FleetFile extends z.infer<typeof fileShape> {
  readonly directory: string;
}

/** Reads the file that names the targets; YAML, and so JSON too. Throws {@link UsageError}. */
export async function readTargets(file: string, { io }: Pick<App, 'io'>): Promise<FleetFile> {
  const path = resolve(io.cwd, file);
  let given: unknown;
  try {
    given = parse(await readText(path));
  } catch (error) {
    throw new UsageError(`The targets ${file} cannot be read: ${describeError(error).split('\n')[0]}.`);
  }
  const read = fileShape.safeParse(given);
  if (!read.success) throw new UsageError(`${file}: ${mistake(read.error.issues[0], given)}`);
  const names = read.data.targets.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined)
    throw new UsageError(`${file}: there are two targets "${twice}": give each a name of its own.`);
  return { ...read.data, directory: dirname(path) };
}

function mistake(issue: z.core.$ZodIssue | undefined, given: unknown): string {
  if (issue === undefined) return 'it is not a list of targets.';
  const place = placeOf(issue) ?? 'the file';
  if (issue.code !== 'unrecognized_keys') return `${place} ${wrongShape(issue, given)}.`;
  const [key = ''] = issue.keys;
  if (key === 'token' || key === 'databaseUrl')
    return `${place} holds a secret, ${key}: name a variable (${key}Env) or a file (${key}File) instead.`;
  const known = Object.keys(issue.path.length === 0 ? fileShape.shape : targetShape.shape);
  return `${place} has the unknown key "${key}"; allowed are ${known.join(', ')}.${suggestion(key, known)}`;
}
