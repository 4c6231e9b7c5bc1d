import { basename } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import { readDeclared } from '../revision-file/declarations.ts';
import { revisionFilesShape, type RevisionFile } from '../revision-file/revision-file.ts';
import type { MigrationContext } from './context.ts';
import { readSource } from './read-source.ts';

export const codeShape = z.nullable(
  z.object({
    /** As the user named them; empty where only the expected heads are known. */
    directories: z.array(z.string()),
    files: revisionFilesShape,
    expectedHeads: z.array(z.string()),
  }),
);
/** What is known of the code's revisions; null where nothing was given. */
export type Code = z.infer<typeof codeShape>;

/** Files that are read before others get a turn, the deadline among them. */
const batchSize = 256;

/** The revision files, as text: nothing of them is run. */
export const code = defineProbe({
  name: 'code',
  effect: 'read',
  shape: codeShape,
  observe: async ({ code: source, signal, progress }: MigrationContext): Promise<Code> => {
    if (source === null) return null;
    const { listing, expectedHeads } = source;
    if (listing === null) return { directories: [], files: [], expectedHeads: [...expectedHeads] };
    const [unreadable] = listing.unreadable;
    // Without a part of the chain nothing can be said of the rest.
    if (unreadable !== undefined) throw new Error(unreadable);
    const files: RevisionFile[] = [];
    for (let at = 0; at < listing.files.length; at += batchSize) {
      signal.throwIfAborted();
      if (at > 0) await setImmediate();
      if (at > 0 && at % (batchSize * 16) === 0)
        progress(`read ${at} of ${listing.files.length} revision files`);
      files.push(...listing.files.slice(at, at + batchSize).map(readFile));
    }
    return { directories: [...listing.directories], files, expectedHeads: [...expectedHeads] };
  },
});

function readFile({ path, file }: { readonly path: string; readonly file: string }): RevisionFile {
  const source = readSource(file);
  if (!('text' in source)) {
    const nothing = { path, revision: null, down: [], dependsOn: [], labels: [] };
    return 'fault' in source
      ? { ...nothing, faults: [source.fault], unread: [] }
      : { ...nothing, faults: [], unread: [source.unread] };
  }
  const { revision, down, dependsOn, labels, faults, unread } = readDeclared(source.text, basename(path));
  return { path, revision, down, dependsOn, labels, faults, unread };
}
