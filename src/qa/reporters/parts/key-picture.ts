import * as z from 'zod/mini';
import { severities, type Finding, type Severity } from '../../../checks/finding.ts';
import { keyName, keys, tableName } from '../../../checks/foreign-keys/index.ts';
import type { Report } from '../../../checks/report.ts';
import { UsageError } from '../../command.ts';

export interface Limits {
  /** Beyond this many tables only those with findings and their neighbours are drawn. */
  readonly tables: number;
  /** Beyond this many keys a picture shows nothing to anybody; those with findings come first. */
  readonly keys: number;
}
const widest: Limits = { tables: 60, keys: 300 };

/** A foreign key as an arrow from child to parent. */
export interface Arrow {
  readonly child: string;
  readonly parent: string;
  /** `customer_id → id`. */
  readonly columns: string;
  readonly childColumns: readonly string[];
  /** Each is referenced by the child's column at the same place. */
  readonly parentColumns: readonly string[];
  readonly name: string;
  /** True when a row may have no parent. */
  readonly optional: boolean;
  /** The codes of its findings, without repetition; empty when nothing was found. */
  readonly codes: readonly string[];
  /** The worst of its findings. */
  readonly severity: Severity | null;
}

/** A key that should be there and is not. */
export type ExpectedArrow = Pick<Arrow, 'child' | 'parent' | 'columns' | 'childColumns' | 'parentColumns'>;

/** What the pictures of a report's foreign keys show. */
export interface KeyPicture {
  /** Names as SQL writes them, sorted. */
  readonly tables: readonly string[];
  readonly arrows: readonly Arrow[];
  readonly expected: readonly ExpectedArrow[];
  /** By table those of its columns that a key is about, with their types where they are known. */
  readonly columns: ReadonlyMap<string, readonly { readonly name: string; readonly type: string }[]>;
  /** Tables that are expected and not there. */
  readonly absent: ReadonlySet<string>;
  /** How many keys were inspected and are not drawn. */
  readonly omitted: number;
}

/** Throws {@link UsageError} for a report that holds no foreign keys. */
export function keyPicture(report: Report, limits: Limits = widest): KeyPicture {
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
      ...between(namesOf(key.columns), namesOf(key.references.columns)),
      name: key.name,
      optional: key.columns.some(({ notNull }) => !notNull),
      codes: [...new Set(about.map(({ code }) => code))],
      severity: severities.find((severity) => about.some((finding) => finding.severity === severity)) ?? null,
    };
  });
  const arrows = choose(all, limits);
  const omitted = all.length - arrows.length + (seen.data.healthyKeys ?? 0);
  const byName = new Map(seen.data.keys.map((key, index) => [keyName(key), all[index]]));
  const { expected, absent } = expectedOf(findings, byName, limits);
  const types = new Map(
    seen.data.keys.flatMap((key) => [
      ...key.columns.map(({ name, type }) => [`${tableName(key)} ${name}`, type] as const),
      ...key.references.columns.map(
        ({ name, type }) => [`${tableName(key.references)} ${name}`, type] as const,
      ),
    ]),
  );
  const drawn = [...arrows, ...expected];
  const tables = tablesOf(drawn);
  const columns = new Map(
    tables.map((table) => {
      const names = drawn.flatMap(({ child, childColumns, parent, parentColumns }) => [
        ...(parent === table ? parentColumns : []),
        ...(child === table ? childColumns : []),
      ]);
      return [
        table,
        [...new Set(names)].map((name) => ({ name, type: types.get(`${table} ${name}`) ?? '' })),
      ] as const;
    }),
  );
  return { tables, arrows, expected, columns, absent, omitted };
}

function namesOf(columns: readonly { readonly name: string }[]): string[] {
  return columns.map(({ name }) => name);
}

function between(
  childColumns: readonly string[],
  parentColumns: readonly string[],
): Pick<Arrow, 'columns' | 'childColumns' | 'parentColumns'> {
  const columns = `${childColumns.join(', ')} → ${parentColumns.join(', ')}`;
  return { columns, childColumns, parentColumns };
}

const sideShape = z.object({ table: z.string(), columns: z.array(z.string()) });
/** The facts of `wrong-target`. */
const elsewhereShape = z.object({ expected: sideShape });
/** The facts of `missing-foreign-key`. */
const missingShape = z.extend(sideShape, { references: sideShape, absent: z.array(z.string()) });

/** The keys that findings say should be there. */
function expectedOf(
  findings: readonly Finding[],
  byName: ReadonlyMap<string, Arrow | undefined>,
  { keys: most }: Limits,
): Pick<KeyPicture, 'expected' | 'absent'> {
  const absent = new Set<string>();
  const expected = findings.flatMap(({ subject, facts }): ExpectedArrow[] => {
    const missing = missingShape.safeParse(facts);
    if (missing.success) {
      const { table, columns, references, absent: not } = missing.data;
      for (const each of [table, references.table]) if (not.includes(`table ${each}`)) absent.add(each);
      return [{ child: table, parent: references.table, ...between(columns, references.columns) }];
    }
    const elsewhere = elsewhereShape.safeParse(facts);
    const key = byName.get(subject);
    if (!elsewhere.success || key === undefined) return [];
    const { table, columns } = elsewhere.data.expected;
    return [{ child: key.child, parent: table, ...between(key.childColumns, columns) }];
  });
  return { expected: expected.slice(0, most), absent };
}

function choose(all: readonly Arrow[], { tables, keys: most }: Limits): readonly Arrow[] {
  if (tablesOf(all).length <= tables && all.length <= most) return all;
  const troubled = new Set(all.filter(({ severity }) => severity !== null).map(({ child }) => child));
  const near = all.filter(({ child, parent }) => troubled.has(child) || troubled.has(parent));
  const worstFirst = (arrow: Arrow): number =>
    arrow.severity === null ? severities.length : severities.indexOf(arrow.severity);
  return near.sort((a, b) => worstFirst(a) - worstFirst(b)).slice(0, most);
}

function tablesOf(arrows: readonly Pick<Arrow, 'child' | 'parent'>[]): string[] {
  return [...new Set(arrows.flatMap(({ child, parent }) => [child, parent]))].sort();
}
