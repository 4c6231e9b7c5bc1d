import type { Code } from '../probes/code.ts';
import type { VersionTable } from '../probes/version-table.ts';
import type { RevisionFile } from '../revision-file/revision-file.ts';

/** Evidence for the checks' examples: the product's own chain, to be broken in one place. */

export function revisionFile(
  revision: string | null,
  down: readonly string[] = [],
  changed: Partial<RevisionFile> = {},
): RevisionFile {
  return {
    path: `versions/${revision}.py`,
    revision,
    down: [...down],
    dependsOn: [],
    labels: [],
    faults: [],
    unread: [],
    ...changed,
  };
}

export const productFiles: readonly RevisionFile[] = [
  revisionFile('a4b5c6d7e8f9'),
  revisionFile('b7d6e5f4c3a2', ['a4b5c6d7e8f9']),
  revisionFile('f7e8a9b0c1d2', ['a4b5c6d7e8f9']),
  revisionFile('a8da35e3c12b', ['b7d6e5f4c3a2', 'f7e8a9b0c1d2']),
  revisionFile('1a2b3c4d5e6f', ['a8da35e3c12b']),
];

export function codeWith(
  files: readonly RevisionFile[] = productFiles,
  expectedHeads: readonly string[] = [],
): NonNullable<Code> {
  return { directories: ['versions'], files: [...files], expectedHeads: [...expectedHeads] };
}

/** A database at these revisions. */
export function databaseAt(...revisions: readonly string[]): NonNullable<VersionTable> {
  return {
    database: 'db.example:5432/postgres',
    table: 'alembic_version',
    searched: ['postgres', 'public'],
    schema: 'public',
    elsewhere: [],
    revisions: [...revisions],
  };
}
