/**
 * The library: examine what a subject's probes see, and diagnose what several saw. A subject has an entry of
 * its own, such as `facteur-qa/foreign-keys`, with its checks, its probes and what opens the way to the
 * world.
 *
 * ```ts
 * import { examine, diagnose } from 'facteur-qa';
 * import { foreignKeyChecks } from 'facteur-qa/foreign-keys';
 * ```
 */
export { catalogue, type CatalogueEntry } from './catalogue.ts';
export type { Cause, CauseStatus, Weighing } from './cause.ts';
export { causes } from './causes/index.ts';
export { defineCheck, type Check, type Judgement, type Observed } from './check.ts';
export { diagnose } from './diagnose.ts';
export type { Evidence } from './evidence.ts';
export { examine, observed, type Examination } from './examine.ts';
export { severities, type Finding, type Remedy, type Severity, type Verdict } from './finding.ts';
export type { Observations } from './observations.ts';
export { CredentialsRefused, defineProbe, type Probe, type RunContext } from './probe.ts';
export {
  reportShape,
  type Cleanup,
  type Diagnosis,
  type Hypothesis,
  type Report,
  type Scope,
} from './report.ts';
export { notApplicable, notAsked, unknown, type Choice, type Withheld } from './withheld.ts';
