import { createHash } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import * as z from 'zod/mini';
import { verdictShape, type Finding, type Verdict } from '../../checks/finding.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError } from '../command.ts';
import { readText } from './read-text.ts';

const knownShape = z.object({
  fingerprint: z.string(),
  severity: z.string(),
  /** Of the facts: a known finding whose facts change (more orphans, another target) is told again. */
  digest: z.string(),
});
/** A finding that is known and accepted as it is. */
type Known = z.infer<typeof knownShape>;

const baselineShape = z.object({ findings: z.array(knownShape) });
const reportShape = z.object({ verdicts: z.array(verdictShape) });

/** The findings in a baseline file, or in a JSON report. Throws {@link UsageError}. */
export async function readBaseline(file: string, cwd: string): Promise<ReadonlySet<string>> {
  let json: unknown;
  try {
    json = JSON.parse(await readText(resolve(cwd, file)));
  } catch (error) {
    throw new UsageError(`The baseline ${file} cannot be read: ${describeError(error)}.`);
  }
  const written = baselineShape.safeParse(json);
  if (written.success) return new Set(written.data.findings.map(identity));
  const report = reportShape.safeParse(json);
  if (report.success) return new Set(known(report.data.verdicts).map(identity));
  throw new UsageError(
    `The baseline ${file} is not one: expected is what --write-baseline or --format json wrote.`,
  );
}

/** Writes what was found, for later runs to be silent about. */
export async function writeBaseline(file: string, cwd: string, verdicts: readonly Verdict[]): Promise<void> {
  try {
    await writeFile(
      resolve(cwd, file),
      `${JSON.stringify({ schema: 1, findings: known(verdicts) }, null, 2)}\n`,
    );
  } catch (error) {
    throw new UsageError(`The baseline ${file} cannot be written: ${describeError(error)}.`);
  }
}

/**
 * The verdicts without the findings of the baseline; a check that has nothing else to say is skipped, never
 * clear. Pure.
 */
export function silence(
  verdicts: readonly Verdict[],
  baseline: ReadonlySet<string>,
): { readonly verdicts: Verdict[]; readonly silenced: number } {
  let silenced = 0;
  const remaining = verdicts.map((verdict) => {
    const findings = verdict.findings.filter((finding) => !baseline.has(identity(describe(finding))));
    const fewer = verdict.findings.length - findings.length;
    silenced += fewer;
    if (fewer === 0 || findings.length > 0) return { ...verdict, findings };
    // What could not be judged beside the findings stays unknown.
    if (verdict.reason !== null) return { ...verdict, findings, status: 'unknown' as const };
    return {
      ...verdict,
      findings,
      status: 'skipped' as const,
      reason: `What it finds is in the baseline (${fewer}).`,
    };
  });
  return { verdicts: remaining, silenced };
}

function known(verdicts: readonly Verdict[]): Known[] {
  return verdicts.flatMap(({ findings }) => findings.map(describe));
}

function describe({ fingerprint, severity, facts }: Finding): Known {
  // Which rows are shown of many is chance, and differs from run to run.
  const { samples: _, ...lasting } = facts;
  return {
    fingerprint,
    severity,
    digest: createHash('sha256')
      .update(JSON.stringify(sorted(lasting)))
      .digest('hex')
      .slice(0, 16),
  };
}

function identity({ fingerprint, severity, digest }: Known): string {
  return JSON.stringify([fingerprint, severity, digest]);
}

/** The same value with every object's keys in one order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, sorted(item)]),
  );
}
