import * as z from 'zod/mini';
import { defineProbe } from '../../probe.ts';
import type { MuteContext } from './context.ts';
import { readToken } from '../token/read-token.ts';

const moment = z.nullable(z.string());

const tokenShape = z.object({
  status: z.enum(['sound', 'expired', 'malformed', 'not-a-user']),
  /** What is wrong with one that is malformed or no user's: it completes "the token …". */
  reason: z.nullable(z.string()),
  /** ISO 8601. */
  expiresAt: moment,
  issuedAt: moment,
  notBefore: moment,
  /** Seconds since it expired, by this machine's clock; negative while it is valid. */
  expiredForSeconds: z.nullable(z.number()),
  /** Seconds that this run may take, with its clean-up. */
  runSeconds: z.number(),
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
    const runSeconds = Math.ceil(context.runMs / 1000);
    const reading = readToken(context.token, now);
    if ('reason' in reading) {
      return {
        ...reading,
        expiresAt: null,
        issuedAt: null,
        notBefore: null,
        expiredForSeconds: null,
        runSeconds,
        algorithm: null,
      };
    }
    const { status, expiresAt, issuedAt, notBefore, algorithm } = reading;
    return {
      status,
      reason: null,
      expiresAt: isoOf(expiresAt),
      issuedAt: isoOf(issuedAt),
      notBefore: isoOf(notBefore),
      expiredForSeconds: expiresAt === null ? null : Math.round(now / 1000 - expiresAt),
      runSeconds,
      algorithm,
    };
  },
});

/** Nothing is sent with a token that cannot be accepted: whatever came back would be about the token. */
export function requireSound(evidence: TokenEvidence): void {
  if (evidence.status !== 'sound')
    throw new Error(
      evidence.status === 'not-a-user'
        ? "the token is not a user's, so nothing was sent"
        : `the token is ${evidence.status}, so nothing was sent`,
    );
}

/** It may expire before this run has undone what it did: such a run changes nothing. */
export function isExpiring({ status, expiredForSeconds, runSeconds }: TokenEvidence): boolean {
  return status === 'sound' && expiredForSeconds !== null && -expiredForSeconds < runSeconds;
}

/** Throws where what would be changed could perhaps not be undone. */
export function requireLasting(evidence: TokenEvidence): void {
  if (isExpiring(evidence))
    throw new Error(
      `the token expires in ${-(evidence.expiredForSeconds ?? 0)} s, and this run may take ` +
        `${evidence.runSeconds} s, so nothing was changed`,
    );
}

function isoOf(secondsSince1970: number | null): string | null {
  const date = new Date((secondsSince1970 ?? Number.NaN) * 1000);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
