import { readdir } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { describeError } from '../../support/describe-error.ts';

/** Which files are to be read as revisions. */
export interface RevisionListing {
  /** As the user named them. */
  readonly directories: readonly string[];
  readonly files: readonly { readonly path: string; readonly file: string }[];
  /** Directories that are not there, or hold no revision. */
  readonly useless: readonly {
    readonly directory: string;
    readonly why: 'absent' | 'no directory' | 'empty' | 'nested';
  }[];
  /** What could not be listed, and why. */
  readonly unreadable: readonly string[];
}

/**
 * Alembic's own rule of what is a revision: every `.py` but packages' `__init__` and an editor's lock files.
 */
function isRevisionFile(name: string): boolean {
  return name.endsWith('.py') && !name.startsWith('__init__') && !name.startsWith('.#');
}

/**
 * Lists the revision files of `version_locations`, below them too where Alembic was told so
 * (`recursive_version_locations`).
 */
export async function listRevisions(
  directories: readonly string[],
  { cwd, recursive }: { readonly cwd: string; readonly recursive: boolean },
): Promise<RevisionListing> {
  const files: RevisionListing['files'][number][] = [];
  const useless: RevisionListing['useless'][number][] = [];
  const unreadable: string[] = [];
  for (const directory of new Set(directories)) {
    const before = files.length;
    let nested = false;
    const walk = async (below: string): Promise<void> => {
      const folder = resolve(cwd, directory, below);
      const entries = await readdir(folder, { withFileTypes: true });
      // Put before each name: joining path after path takes as long as reading the files.
      const shown = join(directory, below, 'x').slice(0, -1);
      for (const entry of entries.toSorted((one, other) => (one.name < other.name ? -1 : 1))) {
        if (entry.isDirectory()) {
          if (entry.name === '__pycache__') continue;
          nested = true;
          if (recursive) await walk(join(below, entry.name));
        } else if (isRevisionFile(entry.name))
          files.push({ path: shown + entry.name, file: folder + sep + entry.name });
      }
    };
    try {
      await walk('');
      if (files.length === before)
        useless.push({ directory, why: nested && !recursive ? 'nested' : 'empty' });
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code;
      if (code === 'ENOENT') useless.push({ directory, why: 'absent' });
      else if (code === 'ENOTDIR') useless.push({ directory, why: 'no directory' });
      else unreadable.push(`${directory} cannot be listed: ${describeError(error)}`);
    }
  }
  return { directories: [...new Set(directories)], files, useless, unreadable };
}
