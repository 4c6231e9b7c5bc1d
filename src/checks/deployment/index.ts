import { contradictingHealth } from './contradicting-health.ts';
import { deadLiveness } from './dead-liveness.ts';
import { deadWorker } from './dead-worker.ts';
import { degradedReadiness } from './degraded-readiness.ts';
import { expiringCertificate } from './expiring-certificate.ts';
import { failedDeployment } from './failed-deployment.ts';
import { failedStart } from './failed-start.ts';
import { flappingHealth } from './flapping-health.ts';
import { healthyButFailing } from './healthy-but-failing.ts';
import { migrationBypass } from './migration-bypass.ts';
import { missingReadiness } from './missing-readiness.ts';
import { mixedVersions } from './mixed-versions.ts';
import { pendingMigrations } from './pending-migrations.ts';
import { plainHttp } from './plain-http.ts';
import { rejectedHealthcheckHost } from './rejected-healthcheck-host.ts';
import { restartingApp } from './restarting-app.ts';
import { saturatedPool } from './saturated-pool.ts';
import { staleDeployment } from './stale-deployment.ts';
import { unexpectedHealth } from './unexpected-health.ts';
import { unprovenHealth } from './unproven-health.ts';
import { uncoveredMigrations } from './uncovered-migrations.ts';
import { unprovenRevision } from './unproven-revision.ts';
import { unreachableAddress } from './unreachable-address.ts';
import { unreachableDatabase } from './unreachable-database.ts';
import { untrustedCertificate } from './untrusted-certificate.ts';
import { wrongCertificate } from './wrong-certificate.ts';
import { wrongEnvironment } from './wrong-environment.ts';

export {
  defaultRoutes,
  type DeploymentContext,
  type Expected,
  type GivenLog,
  type HealthRoutes,
  type ObservationPlan,
} from './probes/context.ts';
export { readHealth, type HealthReading } from './health/health-body.ts';
export { sameCommit } from './identity/reported-identity.ts';
export { observationShape, type Observation, type Sample } from './probes/observation.ts';
export type { ExpectedValue } from './health/expected-value.ts';
export { health, healthShape } from './probes/health.ts';
export { startLog } from './probes/start-log.ts';
export { lastStart } from './start-log/last-start.ts';
export { platform, type Platform } from './probes/platform.ts';
export { notWaited, type WaitResult } from './observation/wait-result.ts';
export { applicationNotFound } from '../http/exchange/railway-edge.ts';
export { saysThatNobodyIsThere, whoInFront } from '../http/exchange/gateway.ts';

/**
 * Every check of a deployment, layer by layer: connection, edge, application, database, build, time,
 * platform.
 */
export const deploymentChecks = [
  unreachableAddress,
  untrustedCertificate,
  wrongCertificate,
  expiringCertificate,
  plainHttp,
  deadLiveness,
  rejectedHealthcheckHost,
  missingReadiness,
  degradedReadiness,
  unprovenHealth,
  contradictingHealth,
  unexpectedHealth,
  unreachableDatabase,
  pendingMigrations,
  uncoveredMigrations,
  saturatedPool,
  deadWorker,
  healthyButFailing,
  wrongEnvironment,
  staleDeployment,
  unprovenRevision,
  mixedVersions,
  flappingHealth,
  restartingApp,
  failedDeployment,
  failedStart,
  migrationBypass,
] as const;
