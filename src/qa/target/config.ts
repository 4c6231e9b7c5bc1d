import { access } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError } from '../command.ts';
import type { Config } from './config-schema.ts';
import { readText } from '../state/read-text.ts';

export const fileName = 'qa.config.json';

/**
 * The file that was named, or the nearest upwards, checked; an empty configuration when there is none. Throws
 * {@link UsageError}.
 */
export async function readConfig(cwd: string, named: string | undefined): Promise<Config> {
  const path = named === undefined ? await findUpwards(cwd, fileName) : resolve(cwd, named);
  if (path === null) return {};
  let text: string;
  try {
    text = await readText(path);
  } catch (error) {
    throw new UsageError(`The configuration ${named ?? path} cannot be read: ${describeError(error)}.`);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new UsageError(`${named ?? path} is not JSON: ${describeError(error)}.`);
  }
  // Loaded only where there is something to check: the full zod costs 20 ms.
  const { parseConfig } = await import('./config-schema.ts');
  return parseConfig(json, named ?? path);
}

/** The nearest file of this name, in `directory` or above it. */
export async function findUpwards(directory: string, name: string): Promise<string | null> {
  for (let here = resolve(directory); ; here = dirname(here)) {
    const path = join(here, name);
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    )
      return path;
    if (dirname(here) === here) return null;
  }
}
