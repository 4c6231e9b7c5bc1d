import { resolve } from 'node:path';
import {
  productExpectations,
  readExpectations,
  type ForeignKeyContext,
} from '../../checks/foreign-keys/index.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { shellWord } from '../../checks/support/shell.ts';
import { UsageError, type App } from '../command.ts';
import type { Target } from './target.ts';
import { readText } from '../state/read-text.ts';

/**
 * The expected keys from `--expect`, else the configuration, else the product's own. Throws {@link
 * UsageError}.
 */
export async function readExpected(
  file: string | undefined,
  { io }: Pick<App, 'io'>,
  { config }: Target,
): Promise<ForeignKeyContext['expectations']> {
  if (file === undefined) {
    return config.foreignKeys === undefined
      ? { list: productExpectations, builtIn: true, complete: false }
      : { list: config.foreignKeys, builtIn: false, complete: false };
  }
  try {
    return { ...readExpectations(JSON.parse(await readText(resolve(io.cwd, file)))), builtIn: false };
  } catch (error) {
    throw new UsageError(`The expectations ${file} cannot be read: ${describeError(error)}.`);
  }
}

/**
 * The target with what a further command about keys needs to mean the same: the expectations, and flags of
 * the run's own.
 */
export function alsoFlagged(
  target: Target,
  expect: string | undefined,
  ...flags: readonly (string | false)[]
): Target {
  return {
    ...target,
    flags: [
      ...target.flags,
      ...(expect === undefined ? [] : [`--expect ${shellWord(expect)}`]),
      ...flags.filter((each) => each !== false),
    ],
  };
}
