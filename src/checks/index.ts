/**
 * The public entry of the package: what another program needs. Within the project a subject's own door is
 * imported.
 */
export { catalogue, type CatalogueEntry } from './catalogue.ts';
export type { Check, Judgement, Observed } from './check.ts';
export { notApplicable, notAsked, unknown, type Choice, type Withheld } from './withheld.ts';
export { examine, observed, type Examination } from './examine.ts';
export { severities, type Finding, type Remedy, type Severity, type Verdict } from './finding.ts';
export { CredentialsRefused, type RunContext } from './probe.ts';
export { reportShape, type Cleanup, type Report, type Scope } from './report.ts';
export * from './deployment/index.ts';
export * from './foreign-keys/index.ts';
export * from './http/index.ts';
export * from './locks/index.ts';
export * from './mute/index.ts';
export * from './postgres/index.ts';
export * from './repair/index.ts';
export * from './sessions/index.ts';
