import * as z from 'zod/mini';
import { preferencesShape } from '../preferences/preferences.ts';

/**
 * All that is needed to undo a run that was killed: what the state was, and how to recognise what is ours.
 * It names no step: undoing compares the state with `before`, so it is right after any of them.
 */
export const undoRecordShape = z.object({
  /** Stands in every text that this run may have stored. */
  marker: z.string(),
  /** The values that this run mutes, by kind. */
  values: z.array(
    z.object({ kind: z.enum(['source', 'theme', 'topic', 'content-type']), value: z.string() }),
  ),
  before: preferencesShape,
});
export type UndoRecord = z.infer<typeof undoRecordShape>;

/** Where the undo record is kept while a run changes things. */
export interface Journal {
  /**
   * Resolves once the record would survive a power cut. A later record takes the place of the earlier; the
   * same does nothing.
   */
  readonly open: (record: UndoRecord) => Promise<void>;
  /** What was opened last and not removed; null while this run has nothing on record. */
  readonly record: () => UndoRecord | null;
  /** Removes the record: the state is proven equal. */
  readonly remove: () => Promise<void>;
}
