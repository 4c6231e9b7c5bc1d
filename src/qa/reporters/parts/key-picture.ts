import { severities, type Severity } from '../../../checks/finding.ts';
import { keyName, keys, tableName } from '../../../checks/foreign-keys/index.ts';
import type { Report } from '../../../checks/report.ts';
import { UsageError } from '../../command.ts';

/** Beyond this many tables only those with findings and their neighbours are drawn. */
const manyTables = 60;
/** Beyond this many keys a picture shows nothing to anybody; those with findings come first. */
const mostKeys = 300;

/** A foreign key as an arrow from child to parent. */
export interface Arrow {
  readonly child: string;
  readonly parent: string;
  /** `customer_id → id`. */
  readonly columns: string;
  readonly name: string;
  /** True when a row may have no parent. */
  readonly optional: boolean;
  /** The codes of its findings, without repetition; empty when nothing was found. */
  readonly codes: readonly string[];
  /** The worst of its findings. */
  readonly severity: Severity | null;
}

/** What the pictures of a report's foreign keys show. */
export interface KeyPicture {
  /** Names as SQL writes them, sorted. */
  readonly tables: readonly string[];
  readonly arrows: readonly Arrow[];
  /** How many keys were inspected and are not drawn. */
  readonly omitted: number;
}

/** Throws {@link UsageError} for a report that holds no foreign keys. */
export function keyPicture(report: Report): KeyPicture {
  const seen = keys.shape.safeParse(report.evidence[keys.name]);
  if (!seen.success) {
    throw new UsageError(
      `This report of ${report.command} holds neither foreign keys nor revision files to draw: take one ` +
        'of qa inspect-fk or inspect-migrations, or another --format.',
    );
  }
  const findings = report.verdicts.flatMap((verdict) => verdict.findings);
  const bySubject = new Map<string, { code: string; severity: Severity }[]>();
  for (const { subject, code, severity, facts } of findings) {
    for (const about of [subject, facts['other']]) {
      if (typeof about === 'string')
        bySubject.set(about, [...(bySubject.get(about) ?? []), { code, severity }]);
    }
  }
  const all = seen.data.keys.map((key): Arrow => {
    const about = bySubject.get(keyName(key)) ?? [];
    return {
      child: tableName(key),
      parent: tableName(key.references),
      columns:
        `${key.columns.map(({ name }) => name).join(', ')} → ` +
        `${key.references.columns.map(({ name }) => name).join(', ')}`,
      name: key.name,
      optional: key.columns.some(({ notNull }) => !notNull),
      codes: [...new Set(about.map(({ code }) => code))],
      severity: severities.find((severity) => about.some((finding) => finding.severity === severity)) ?? null,
    };
  });
  const arrows = choose(all);
  const omitted = all.length - arrows.length + (seen.data.healthyKeys ?? 0);
  return { tables: tablesOf(arrows), arrows, omitted };
}

function choose(all: readonly Arrow[]): readonly Arrow[] {
  if (tablesOf(all).length <= manyTables && all.length <= mostKeys) return all;
  const troubled = new Set(all.filter(({ severity }) => severity !== null).map(({ child }) => child));
  const near = all.filter(({ child, parent }) => troubled.has(child) || troubled.has(parent));
  const worstFirst = (arrow: Arrow): number =>
    arrow.severity === null ? severities.length : severities.indexOf(arrow.severity);
  return near.sort((a, b) => worstFirst(a) - worstFirst(b)).slice(0, mostKeys);
}

function tablesOf(arrows: readonly Arrow[]): string[] {
  return [...new Set(arrows.flatMap(({ child, parent }) => [child, parent]))].sort();
}
