import { acceptedInvalidId } from './accepted-invalid-id.ts';
import { blockedPreflight } from './blocked-preflight.ts';
import { cachedAnswer } from './cached-answer.ts';
import { clockSkew } from './clock-skew.ts';
import { credentialsRejected } from './credentials-rejected.ts';
import { delayedRead } from './delayed-read.ts';
import { duplicatedMute } from './duplicated-mute.ts';
import { expiredToken } from './expired-token.ts';
import { expiringToken } from './expiring-token.ts';
import { foreignKeyViolation } from './foreign-key-violation.ts';
import { forgedTokenAccepted } from './forged-token-accepted.ts';
import { incompleteCleanup } from './incomplete-cleanup.ts';
import { leakedMute } from './leaked-mute.ts';
import { lingeringMute } from './lingering-mute.ts';
import { lostMute } from './lost-mute.ts';
import { lostPreferences } from './lost-preferences.ts';
import { malformedToken } from './malformed-token.ts';
import { missingUnmute } from './missing-unmute.ts';
import { notAUserToken } from './not-a-user-token.ts';
import { openCors } from './open-cors.ts';
import { openEndpoint } from './open-endpoint.ts';
import { rejectedMute } from './rejected-mute.ts';
import { rejectedUnmute } from './rejected-unmute.ts';
import { serverErrorOnBadInput } from './server-error-on-bad-input.ts';
import { signingKeysUnavailable } from './signing-keys-unavailable.ts';
import { slashMismatch } from './slash-mismatch.ts';
import { unconfirmedEmail } from './unconfirmed-email.ts';
import { unnormalisedSlug } from './unnormalised-slug.ts';
import { unreadablePreferences } from './unreadable-preferences.ts';
import { writeRace } from './write-race.ts';

/** What the mute subject can say beyond what everything that speaks HTTP can, in the order of reading. */
export const muteChecks = [
  malformedToken,
  expiredToken,
  notAUserToken,
  expiringToken,
  clockSkew,
  credentialsRejected,
  unconfirmedEmail,
  signingKeysUnavailable,
  openEndpoint,
  forgedTokenAccepted,
  unreadablePreferences,
  rejectedMute,
  writeRace,
  foreignKeyViolation,
  lostMute,
  delayedRead,
  cachedAnswer,
  lingeringMute,
  rejectedUnmute,
  duplicatedMute,
  leakedMute,
  lostPreferences,
  unnormalisedSlug,
  acceptedInvalidId,
  serverErrorOnBadInput,
  missingUnmute,
  slashMismatch,
  blockedPreflight,
  openCors,
  incompleteCleanup,
] as const;

export type { MuteContext, MutePlan } from './probes/context.ts';
export { blockedByEarlierRun } from './cleanup/blocked-by-earlier-run.ts';
export { undoRecordShape, type Journal, type UndoRecord } from './cleanup/undo-record.ts';
export { describeLatency, summaryShape } from './latency/summary.ts';
export { createLedger } from './journey/ledger.ts';
export { plannedRequests } from './journey/plan.ts';
export { cleanup } from './probes/cleanup.ts';
export { latency } from './probes/latency.ts';
export { muteProbes } from './probes/index.ts';
export { readPreferences } from './preferences/read-preferences.ts';
export { recovered } from './cleanup/recovered.ts';
export { restoreEarlier, type Restoration } from './cleanup/restore.ts';
export { readToken, userOfToken } from './token/read-token.ts';
export { journey } from './probes/journey.ts';
export { profile } from './probes/profile.ts';
export { snapshot as listsBefore } from './probes/snapshot.ts';
