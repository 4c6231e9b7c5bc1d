import * as z from 'zod/mini';
import { defineProbe, Skipped } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { readToken } from '../token/read-token.ts';

const tokenShape = z.object({
  status: z.enum(['sound', 'expired', 'malformed']),
  /** Why it is malformed. */
  reason: z.nullable(z.string()),
  /** ISO 8601. */
  expiresAt: z.nullable(z.string()),
  /** Seconds since it expired, by this machine's clock; negative while it is valid. */
  expiredForSeconds: z.nullable(z.number()),
  algorithm: z.nullable(z.string()),
});
export type TokenEvidence = z.infer<typeof tokenShape>;

/** The token as it can be read locally, before any request. */
export const token = defineProbe({
  name: 'token',
  effect: 'read',
  shape: tokenShape,
  observe: async (context: MuteContext): Promise<TokenEvidence> => {
    const now = context.now();
    const reading = readToken(context.token, now);
    if (reading.status === 'malformed') {
      return {
        status: 'malformed',
        reason: reading.reason,
        expiresAt: null,
        expiredForSeconds: null,
        algorithm: null,
      };
    }
    const { expiresAt } = reading;
    const moment = expiresAt === null ? null : new Date(expiresAt * 1000);
    return {
      status: reading.status,
      reason: null,
      expiresAt: moment === null || Number.isNaN(moment.getTime()) ? null : moment.toISOString(),
      expiredForSeconds: expiresAt === null ? null : Math.round(now / 1000 - expiresAt),
      algorithm: reading.algorithm,
    };
  },
});

/** Nothing is sent with a token that cannot be accepted: whatever came back would be about the token. */
export function requireSound(evidence: TokenEvidence): void {
  if (evidence.status !== 'sound') throw new Skipped(`the token is ${evidence.status}, so nothing was sent`);
}
