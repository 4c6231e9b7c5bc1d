import { access } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError } from '../../command.ts';
import { writeWhole } from '../../state/write-whole.ts';
import { fileName, findUpwards, readConfig } from '../../target/config.ts';
import type { TargetConfig } from '../../target/config-schema.ts';
import { readText } from '../../state/read-text.ts';

/** Where the configuration stands, or would. */
export interface ConfigFile {
  readonly path: string;
  readonly isThere: boolean;
}

/** The file that was named, else the nearest upwards, which is the one in force, else a new one here. */
export async function findConfigFile(cwd: string, named: string | undefined): Promise<ConfigFile> {
  const path = named === undefined ? await findUpwards(cwd, fileName) : resolve(cwd, named);
  if (path === null) return { path: join(cwd, fileName), isThere: false };
  const isThere = await access(path).then(
    () => true,
    () => false,
  );
  return { path, isThere };
}

/**
 * Writes the target into the configuration; all else that stands there stays as it is. Gives the keys that
 * were written. Throws {@link UsageError}, and then has written nothing.
 */
export async function writeTarget(
  { path, isThere }: ConfigFile,
  name: string,
  target: TargetConfig,
): Promise<string[]> {
  // Read as every command reads it: what is mistaken there is said, and not written over.
  const config = isThere ? await readConfig('/', path) : {};
  const before = isThere ? (JSON.parse(await readText(path)) as object) : {};
  const targets = { ...config.targets, [name]: { ...config.targets?.[name], ...target } };
  const text = `${JSON.stringify({ ...before, targets }, null, 2)}\n`;
  // It holds no secret, and a team shares it.
  await writeWhole(path, text, { mode: 0o644 }).catch((error: unknown) => {
    throw new UsageError(`${path} cannot be written: ${describeError(error)}.`);
  });
  return Object.keys(target);
}
