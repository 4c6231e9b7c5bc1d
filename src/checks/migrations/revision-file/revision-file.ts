import * as z from 'zod/mini';

/** A file below a versions directory, and what it says of itself. */
export interface RevisionFile {
  readonly path: string;
  /** Null where it declares none, or none that can be known without running it. */
  readonly revision: string | null;
  readonly down: readonly string[];
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** What keeps Alembic from using it. */
  readonly faults: readonly string[];
  /** What could not be read of it. */
  readonly unread: readonly string[];
}

/**
 * All files at once, and as they are: a schema of their parts would copy each, which for thousands of files
 * takes longer than reading them.
 */
export const revisionFilesShape = z.custom<readonly RevisionFile[]>(
  (value) => Array.isArray(value) && value.every(isRevisionFile),
  'no list of revision files',
);

const lists = ['down', 'dependsOn', 'labels', 'faults', 'unread'] as const;

function isRevisionFile(value: unknown): value is RevisionFile {
  if (typeof value !== 'object' || value === null || !('path' in value && 'revision' in value)) return false;
  const { path, revision } = value;
  return (
    typeof path === 'string' &&
    (revision === null || typeof revision === 'string') &&
    lists.every((name) => isTexts(Reflect.get(value, name)))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}
