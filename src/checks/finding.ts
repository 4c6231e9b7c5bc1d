import * as z from 'zod/mini';
import { severities, type Severity } from './severity.ts';

export { severities, worstFirst, type Severity } from './severity.ts';

/** What a judge says of one subject; a check's code, severity and remedy complete it into a finding. */
export interface Observed {
  readonly subject: string;
  readonly message: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  /** Only where this subject differs from the check's own severity. */
  readonly severity?: Severity;
  /** Only where this subject needs other advice than the check's own. */
  readonly advice?: string;
  /** Statements that cure exactly this subject, ready to be pasted. */
  readonly sql?: readonly string[];
  /** A command line that cures exactly this subject, ready to be pasted. */
  readonly command?: string;
}

/** What to do about a finding. Every statement in `sql` can be pasted; `command` is a line for a shell. */
export const remedyShape = z.object({
  advice: z.string(),
  sql: z.array(z.string()),
  command: z.nullable(z.string()),
});
export type Remedy = z.infer<typeof remedyShape>;

/** One thing that is wrong, with the facts that show it. */
export const findingShape = z.object({
  code: z.string(),
  severity: z.enum(severities),
  /** What it is about: `schema.table.constraint`, a kind of mute, a path, `pid N`. */
  subject: z.string(),
  message: z.string(),
  facts: z.record(z.string(), z.unknown()),
  remedy: remedyShape,
  /** `code:subject`: the same finding has the same fingerprint in every run. */
  fingerprint: z.string(),
});
export type Finding = z.infer<typeof findingShape>;

export const verdictStatuses = ['clear', 'found', 'skipped', 'unknown'] as const;

/**
 * What one check says. `reason` is never null for skipped and unknown; beside findings it says what could not
 * be judged.
 */
export const verdictShape = z.object({
  check: z.string(),
  status: z.enum(verdictStatuses),
  reason: z.nullable(z.string()),
  findings: z.array(findingShape),
});
export type Verdict = z.infer<typeof verdictShape>;
