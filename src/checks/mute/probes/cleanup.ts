import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { noDamage } from '../cleanup/damage.ts';
import { nothing } from '../cleanup/remains.ts';
import { restorationShape, restore } from '../cleanup/restore.ts';
import { badInput } from './bad-input.ts';
import { credentials } from './credentials.ts';
import { journey } from './journey.ts';
import { latency } from './latency.ts';

const cleanupShape = z.extend(restorationShape, { status: z.enum(['not-needed', 'complete', 'incomplete']) });
export type CleanupEvidence = z.infer<typeof cleanupShape>;

/**
 * Undoes what this run changed, and proves it: the last to run of all that write, however the others ended.
 */
export const cleanup = defineProbe({
  name: 'cleanup',
  effect: 'write',
  shape: cleanupShape,
  after: [journey, badInput, credentials, latency],
  observe: async (context: MuteContext): Promise<CleanupEvidence> => {
    // Not by what the snapshot saw: whatever has opened a record may have changed something, and has to be
    // undone.
    const record = context.journal.record();
    if (record === null || !context.ledger.touched) {
      if (record !== null) await context.journal.remove();
      return {
        status: 'not-needed',
        left: nothing,
        damage: noDamage,
        undo: [],
        reason: null,
        after: context.ledger.stateWhenIdle(),
      };
    }
    const restoration = await restore(context, record);
    // A change that was never answered may still come; the record stays, and the next run looks once more.
    if (restoration.status === 'complete' && !context.ledger.unanswered) await context.journal.remove();
    return restoration;
  },
});
