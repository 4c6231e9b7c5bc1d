import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { examine, type Examination } from '../../../src/checks/examine.ts';
import {
  listRevisions,
  migrationChecks,
  type MigrationContext,
} from '../../../src/checks/migrations/index.ts';
import { openDatabase } from '../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../src/checks/postgres/address/url.ts';

/** A directory of revision files, and what is to be said of it. */
export interface Tree {
  readonly name: string;
  readonly directory: string;
  readonly about: string;
  readonly heads: readonly string[];
  readonly bases: readonly string[];
  /** The rows of `alembic_version` that belong to the story. */
  readonly database: readonly string[];
  readonly expectedHeads: readonly string[];
  /** What is found, in the order of the checks. */
  readonly codes: readonly string[];
  readonly pending: readonly string[];
  /** True where Alembic itself refuses the files. */
  readonly refused?: boolean;
}

const root = 'fixtures/migrations';

export const trees: readonly Tree[] = readdirSync(root).map((name) => {
  const directory = join(root, name);
  return {
    name,
    directory,
    ...(JSON.parse(readFileSync(join(directory, 'tree.json'), 'utf8')) as Omit<Tree, 'name' | 'directory'>),
  };
});

export function treeNamed(name: string): Tree {
  const tree = trees.find((each) => each.name === name);
  if (tree === undefined) throw new Error(`There is no tree ${name} in ${root}.`);
  return tree;
}

interface Looked {
  readonly directories?: readonly string[] | null;
  readonly cwd?: string;
  readonly recursive?: boolean;
  readonly expectedHeads?: readonly string[];
  readonly url?: string | null;
  readonly table?: string;
  readonly schema?: string | null;
}

/** What `qa inspect-migrations` sees, without the command line. */
export async function inspectMigrations(looked: Looked): Promise<Examination> {
  const {
    directories = null,
    cwd = process.cwd(),
    recursive = false,
    expectedHeads = [],
    url = null,
    table = 'alembic_version',
    schema = null,
  } = looked;
  const { signal } = new AbortController();
  const database =
    url === null
      ? null
      : openDatabase({
          address: parseDatabaseUrl(url, {}),
          applicationName: 'facteur-qa test',
          connectTimeoutMs: 2000,
          signal,
        });
  const listing = directories === null ? null : await listRevisions(directories, { cwd, recursive });
  try {
    const limits = { statementTimeoutMs: 5000, lockTimeoutMs: 200 };
    const context: MigrationContext = {
      signal,
      progress: () => undefined,
      code: listing === null && expectedHeads.length === 0 ? null : { listing, expectedHeads },
      database: database === null ? null : { database, limits, table, schema },
    };
    return await examine({ checks: migrationChecks, context });
  } finally {
    await database?.close();
  }
}

export function codesOf({ verdicts }: Examination): string[] {
  return [...new Set(verdicts.flatMap(({ findings }) => findings.map(({ code }) => code)))];
}

export function verdictOf({ verdicts }: Examination, code: string) {
  const verdict = verdicts.find(({ check }) => check === code);
  if (verdict === undefined) throw new Error(`There is no verdict of ${code}.`);
  return verdict;
}

/** What Alembic writes when it first runs, with these rows. */
export function versionTableSql(revisions: readonly string[], name = 'alembic_version'): string {
  const rows = revisions.map((id) => `insert into ${name} values ('${id}');`).join(' ');
  const column = 'version_num varchar(32) not null constraint alembic_version_pkc primary key';
  return `create table ${name} (${column}); ${rows}`;
}
