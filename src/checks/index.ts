/** The public door of the library: what the command line, and other programs, may use. */
export { catalogue, type CatalogueEntry } from './catalogue.ts';
export type { Check, Judgement, Observed } from './check.ts';
export { shellWord } from './shell.ts';
export { describeError } from './describe-error.ts';
export { exampleOf } from './example.ts';
export { examine, observed, type Examination } from './examine.ts';
export { severities, type Finding, type Remedy, type Severity, type Verdict } from './finding.ts';
export { CredentialsRefused, Skipped, type RunContext } from './probe.ts';
export { reportShape, type Cleanup, type Report } from './report.ts';
export {
  answeredByEdge,
  applicationNotFound,
  defaultRoutes,
  deploymentChecks,
  health,
  healthShape,
  notWaited,
  platform,
  readHealth,
  sameCommit,
  type DeploymentContext,
  type Expected,
  type HealthRoutes,
  type Observation,
  type ObservationPlan,
  type Waited,
} from './deployment/index.ts';
export type { Api } from './http/api.ts';
export { connectApi } from './http/client.ts';
export { httpChecks } from './http/index.ts';
export type { Exchange } from './http/exchange.ts';
export { traffic } from './http/probes/traffic.ts';
export { databaseLabel } from './postgres/address.ts';
export { BadDatabaseUrl, environmentNamesDatabase, parseDatabaseUrl } from './postgres/url.ts';
export { withFiledPassword } from './postgres/password-file.ts';
export { openDatabase, type Database } from './postgres/session.ts';
export {
  type Expectation,
  expectationShape,
  foreignKeyChecks,
  type ForeignKeyContext,
  keyName,
  keys,
  type OrphanCount,
  type OrphanPlace,
  orphanPlaceShape,
  orphans,
  productExpectations,
  readExpectations,
  readTable,
  repairCommand,
  type Selection,
  snapshot,
  tableName,
} from './foreign-keys/index.ts';
export { emit, emitAlembic, repair, repairChecks, type Repair, type RepairContext } from './repair/index.ts';
export {
  cleanup,
  createLedger,
  describeLatency,
  summaryShape,
  heldUp,
  latency,
  muteChecks,
  muteProbes,
  plannedRequests,
  read,
  readToken,
  restore,
  undoRecordShape,
  type Journal,
  type MuteContext,
  type MutePlan,
  type Restoration,
  type UndoRecord,
} from './mute/index.ts';
