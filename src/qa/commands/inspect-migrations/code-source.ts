import { listRevisions, type CodeSource, type RevisionListing } from '../../../checks/migrations/index.ts';
import { UsageError } from '../../command.ts';
import type { Given } from './options.ts';

/** Alembic's words for revisions that it is to look for itself. */
const symbolic = /^(heads?|base|current)$|[@+\s]|^-/;

/**
 * What is to be known of the code; null where nothing was given. Throws {@link UsageError} for what cannot be
 * meant, before anything is contacted.
 */
export async function readCodeSource(
  { versionsDir, recursive, expectHead }: Given,
  cwd: string,
): Promise<CodeSource | null> {
  const expectedHeads = [...new Set(expectHead)];
  for (const head of expectedHeads) {
    if (head === '' || symbolic.test(head)) {
      throw new UsageError(
        `--expect-head "${head}" names no revision: give its whole id, such as 1a2b3c4d5e6f.`,
      );
    }
  }
  if (versionsDir === undefined) {
    if (recursive) throw new UsageError('--recursive reads below a directory: give --versions-dir too.');
    return expectedHeads.length === 0 ? null : { listing: null, expectedHeads };
  }
  const listing = await listRevisions(versionsDir, { cwd, recursive });
  for (const useless of listing.useless) throw new UsageError(whyUseless(useless));
  return { listing, expectedHeads };
}

function whyUseless({ directory, why }: RevisionListing['useless'][number]): string {
  const place = `--versions-dir ${directory}`;
  switch (why) {
    case 'absent':
      return (
        `${place} is not there: give the directory that holds Alembic's revisions, such as ` +
        'migrations/versions.'
      );
    case 'no directory':
      return `${place} is not a directory: give the one that holds Alembic's revisions.`;
    case 'nested':
      return `${place} holds no revision files itself: give a directory below it, or --recursive.`;
    case 'empty':
      return `${place} holds no revision files (*.py): give the directory that holds Alembic's revisions.`;
  }
}
