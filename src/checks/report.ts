import * as z from 'zod/mini';
import { severities, verdictShape } from './finding.ts';

export const hypothesisShape = z.object({
  cause: z.string(),
  status: z.enum(['confirmed', 'excluded', 'possible']),
  /** One sentence: what is wrong. */
  title: z._default(z.string(), ''),
  /** The evidence, quoted; of a possible cause what points at it. */
  because: z.array(z.string()),
  /** Command lines that would decide a possible one, the best first. */
  wouldDecide: z.array(z.string()),
  /** Fingerprints of the findings that are symptoms of it; each belongs to one cause. */
  explains: z._default(z.array(z.string()), []),
  /** What to do about it, in a sentence or two. */
  advice: z._default(z.string(), ''),
  /** Command lines that cure it. */
  doNow: z._default(z.array(z.string()), []),
});
export type Hypothesis = z.infer<typeof hypothesisShape>;

export const diagnosisShape = z.object({
  status: z.enum(['healthy', 'caused', 'inconclusive']),
  cause: z.nullable(z.string()),
  hypotheses: z.array(hypothesisShape),
});
export type Diagnosis = z.infer<typeof diagnosisShape>;

/** What a run left behind of its own: nothing was written, all of it is undone, or `undo` says how to. */
export const cleanupShape = z.object({
  status: z.enum(['not-needed', 'complete', 'incomplete']),
  undo: z.array(z.string()),
});
export type Cleanup = z.infer<typeof cleanupShape>;

/**
 * What a run looked at, and what it did not: a green report says nothing of the rest. Null: not known, or
 * none.
 */
export const scopeShape = z.object({
  /** Which server, by its own words. */
  server: z.nullable(z.string()),
  /** As whom. */
  role: z.nullable(z.string()),
  schemas: z.array(z.string()),
  tables: z.nullable(z.number()),
  keys: z.nullable(z.number()),
  /** Rows whose parent was looked for. */
  rows: z.nullable(z.number()),
  requests: z.nullable(z.number()),
  leftOut: z.array(z.object({ what: z.string(), reason: z.string() })),
});
export type Scope = z.infer<typeof scopeShape>;

/** What one target of several gave. Its findings stand among the others, behind its name. */
export const targetOutcomeShape = z.object({
  name: z.string(),
  command: z.string(),
  baseUrl: z.nullable(z.string()),
  database: z.nullable(z.string()),
  exitCode: z.number(),
  durationMs: z.number(),
  /** The run in one sentence. */
  headline: z.string(),
});

/** The report, schema 1: what every reporter renders, and what `--format json` prints. */
export const reportShape = z.object({
  schema: z.literal(1),
  tool: z.object({ name: z.literal('facteur-qa'), version: z.string() }),
  command: z.string(),
  target: z.object({
    name: z.string(),
    baseUrl: z.nullable(z.string()),
    /** `host:port/name`, never with a password. */
    database: z.nullable(z.string()),
    /** True where nobody named the target and its address came from a flag or the environment. */
    assumed: z.optional(z.boolean()),
  }),
  /** ISO 8601, UTC. */
  startedAt: z.string(),
  durationMs: z.number(),
  /** Absent in reports of earlier releases, and of commands that have none. */
  scope: z.optional(z.nullable(scopeShape)),
  evidence: z.record(z.string(), z.unknown()),
  verdicts: z.array(verdictShape),
  diagnosis: z.nullable(diagnosisShape),
  cleanup: cleanupShape,
  /** The mildest severity that fails the run; absent in reports of earlier releases: errors. */
  failOn: z.optional(z.enum([...severities, 'never'])),
  exitCode: z.number(),
  /** When each probe looked, in milliseconds from the beginning; only of runs that look themselves. */
  probes: z.optional(
    z.array(
      z.object({ name: z.string(), startedMs: z.number(), durationMs: z.number(), observed: z.boolean() }),
    ),
  ),
  /** Only in a report of several targets. */
  targets: z.optional(z.array(targetOutcomeShape)),
  /** Which part of the whole list, where it was divided. */
  shard: z.optional(z.nullable(z.object({ index: z.number(), of: z.number() }))),
});
export type Report = z.infer<typeof reportShape>;
