import type { Cause } from '../cause.ts';
import { accessOpen } from './access-open.ts';
import { concurrentFirstWrite } from './concurrent-first-write.ts';
import { crashLoop } from './crash-loop.ts';
import { credentialsInvalid } from './credentials-invalid.ts';
import { databaseReadOnly } from './database-read-only.ts';
import { databaseUnreachable } from './database-unreachable.ts';
import { emailUnconfirmed } from './email-unconfirmed.ts';
import { foreignKeyHalfSwapped } from './foreign-key-half-swapped.ts';
import { foreignKeyUnenforced } from './foreign-key-unenforced.ts';
import { foreignKeyWrongTarget } from './foreign-key-wrong-target.ts';
import { gatewayFailure } from './gateway-failure.ts';
import { hostMisrouted } from './host-misrouted.ts';
import { idleTransactionHoldsLocks } from './idle-transaction-holds-locks.ts';
import { migrationBlocked } from './migration-blocked.ts';
import { migrationBypassForgotten } from './migration-bypass-forgotten.ts';
import { migrationHeadsSplit } from './migration-heads-split.ts';
import { migrationUnknownRevision } from './migration-unknown-revision.ts';
import { migrationsPending } from './migrations-pending.ts';
import { poolExhausted } from './pool-exhausted.ts';
import { poolerDropsTimeouts } from './pooler-drops-timeouts.ts';
import { profileMissing } from './profile-missing.ts';
import { redirectDropsAuthorization } from './redirect-drops-authorization.ts';
import { requestContractDrift } from './request-contract-drift.ts';
import { roleTimeoutKillsMigration } from './role-timeout-kills-migration.ts';
import { schemaBehindCode } from './schema-behind-code.ts';
import { signingKeysUnavailable } from './signing-keys-unavailable.ts';
import { silentWriteLoss } from './silent-write-loss.ts';
import { singleRouteDefect } from './single-route-defect.ts';
import { staleDeployment } from './stale-deployment.ts';
import { staleReads } from './stale-reads.ts';
import { writePathFailure } from './write-path-failure.ts';

/**
 * Every root cause, in reading order: the three hypotheses of the incident that started this toolkit come
 * first.
 */
export const causes: readonly Cause[] = [
  profileMissing,
  foreignKeyWrongTarget,
  foreignKeyHalfSwapped,
  credentialsInvalid,
  emailUnconfirmed,
  signingKeysUnavailable,
  requestContractDrift,
  migrationsPending,
  migrationHeadsSplit,
  migrationUnknownRevision,
  migrationBlocked,
  idleTransactionHoldsLocks,
  poolerDropsTimeouts,
  roleTimeoutKillsMigration,
  databaseUnreachable,
  databaseReadOnly,
  poolExhausted,
  crashLoop,
  staleDeployment,
  schemaBehindCode,
  writePathFailure,
  singleRouteDefect,
  silentWriteLoss,
  redirectDropsAuthorization,
  hostMisrouted,
  gatewayFailure,
  staleReads,
  concurrentFirstWrite,
  accessOpen,
  foreignKeyUnenforced,
  migrationBypassForgotten,
];
