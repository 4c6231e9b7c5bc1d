import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { preferencesShape } from '../preferences/preferences.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { requireSound, token } from './token.ts';

const snapshotShape = z.object({
  exchange: z.number(),
  status: z.nullable(z.number()),
  /** The body's `detail`, or the beginning of the body. */
  detail: z.string(),
  /** False for an answer that is not in the API's own form: an edge's, another host's. */
  fromApi: z.boolean(),
  preferences: z.nullable(preferencesShape),
  /** The answer's `Date` header, ISO 8601; null where there is none, or a cache gave it. */
  apiDate: z.nullable(z.string()),
  /** This machine's clock when the answer was there, ISO 8601. */
  answeredAt: z.string(),
  reason: z.nullable(z.string()),
});
export type Snapshot = z.infer<typeof snapshotShape>;

/** The lists before anything was changed. */
export const snapshot = defineProbe({
  name: 'snapshot',
  effect: 'read',
  shape: snapshotShape,
  needs: { token },
  observe: async (context: MuteContext, given): Promise<Snapshot> => {
    requireSound(given.token);
    const { exchange, status, detail, fromApi, preferences, reason, date } = await readPreferences(
      context,
      'read the lists before',
    );
    const answeredAt = new Date(context.now()).toISOString();
    const moment = new Date(date ?? Number.NaN);
    const apiDate = Number.isNaN(moment.getTime()) ? null : moment.toISOString();
    return { exchange, status, detail, fromApi, preferences, reason, apiDate, answeredAt };
  },
});

/** The lists before; throws when they could not be read, for then nothing may be changed. */
export function requirePreferences({ preferences, reason }: Snapshot): NonNullable<Snapshot['preferences']> {
  if (preferences === null) throw new Error(`${reason}; without the state before, nothing was changed`);
  return preferences;
}
