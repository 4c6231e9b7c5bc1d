import * as z from 'zod/mini';
import type { Finding } from '../../checks/finding.ts';
import type { Report } from '../../checks/report.ts';
import { wrapText } from './wrap-text.ts';
import { exchangesOf } from '../reporters/parts/exchanges.ts';

/** What differs between an earlier report and a later one. */
export interface Comparison {
  readonly come: readonly Finding[];
  readonly gone: readonly Finding[];
  readonly stayed: number;
  /** `commit abc → def`, and whatever else was measured in both. */
  readonly changes: readonly string[];
}

export function compareReports(earlier: Report, later: Report): Comparison {
  const [before, after] = [findingsOf(earlier), findingsOf(later)];
  return {
    come: [...after].filter(([fingerprint]) => !before.has(fingerprint)).map(([, finding]) => finding),
    gone: [...before].filter(([fingerprint]) => !after.has(fingerprint)).map(([, finding]) => finding),
    stayed: [...after].filter(([fingerprint]) => before.has(fingerprint)).length,
    changes: [
      change('commit', commitOf(earlier), commitOf(later)),
      change('certificate valid to', certificateOf(earlier), certificateOf(later)),
      change('p95 of the answers', slownessOf(earlier), slownessOf(later)),
      change('exit code', String(earlier.exitCode), String(later.exitCode)),
    ].filter((line) => line !== null),
  };
}

/** The comparison as lines for so many columns: what came, the worst news, first. */
export function comparisonLines({ come, gone, stayed, changes }: Comparison, columns: number): string[] {
  return [
    ...changes,
    ...come.map((finding) => told('+', finding)),
    ...gone.map((finding) => told('-', finding)),
    `${come.length} come, ${gone.length} gone, ${stayed} as before`,
  ].flatMap((line) => proseLines(line, columns));
}

/** At most 80 wide, and indented from the second line on. */
export function proseLines(text: string, columns: number): string[] {
  return wrapText(text, Math.min(80, columns) - 2).map((line, index) => (index === 0 ? line : `  ${line}`));
}

function told(sign: string, { severity, code, message }: Finding): string {
  return `${sign} ${severity}  ${code}: ${message.replace(/\s+/g, ' ')}`;
}

function findingsOf({ verdicts }: Report): Map<string, Finding> {
  return new Map(verdicts.flatMap(({ findings }) => findings.map((each) => [each.fingerprint, each])));
}

function change(what: string, before: string | null, after: string | null): string | null {
  if (before === after || (before === null && after === null)) return null;
  return `${what}: ${before ?? 'not known'} → ${after ?? 'not known'}`;
}

/** The first text behind a name, wherever a probe has put it. */
function commitOf({ evidence }: Report): string | null {
  const search = (value: unknown, depth: number): string | null => {
    if (typeof value !== 'object' || value === null || depth > 3) return null;
    for (const [key, item] of Object.entries(value)) {
      if (key === 'commit' && typeof item === 'string') return item;
      const inside = search(item, depth + 1);
      if (inside !== null) return inside;
    }
    return null;
  };
  return search(evidence, 0);
}

const certificateShape = z.object({ certificate: z.object({ validTo: z.string() }) });

function certificateOf({ evidence }: Report): string | null {
  const read = certificateShape.safeParse(evidence['connection']);
  return read.success ? read.data.certificate.validTo.slice(0, 10) : null;
}

/** Rounded to two figures: two runs are never equally fast. */
function slownessOf(report: Report): string | null {
  const times = exchangesOf(report)
    .filter(({ answer }) => answer !== null)
    .map(({ phases }) => phases.total)
    .toSorted((a, b) => a - b);
  const slow = times[Math.min(times.length - 1, Math.floor(times.length * 0.95))];
  return slow === undefined ? null : `${Number(slow.toPrecision(2))} ms`;
}
