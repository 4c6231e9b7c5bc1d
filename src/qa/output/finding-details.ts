import * as z from 'zod/mini';
import type { Finding } from '../../checks/finding.ts';
import type { grid } from './grid.ts';

const detailsShape = z.object({
  query: z.optional(z.nullable(z.string())),
  samples: z.optional(z.array(z.record(z.string(), z.nullable(z.string())))),
  choices: z.optional(z.array(z.object({ what: z.string(), sql: z.array(z.string()) }))),
});

/** What a finding shows besides its message, and what there is to choose from. */
export interface FindingDetails {
  /** SQL that shows what was found, or null. */
  readonly query: string | null;
  /** A few of the rows: `id 1, parent_id 7`. */
  readonly samples: readonly string[];
  /** What people do next, one of these. */
  readonly choices: readonly { readonly what: string; readonly sql: readonly string[] }[];
}

/** Where rows can stand side by side: how wide it is, and what draws them. */
export interface GridPlace {
  readonly columns: number;
  readonly draw: typeof grid;
}

/**
 * The place for rows of these findings, `columns` wide; null where none has any: what draws is large, and
 * not loaded.
 */
export async function gridPlaceFor(findings: readonly Finding[], columns: number): Promise<GridPlace | null> {
  const hasRows = findings.some((finding) => samplesOf(finding).length > 0);
  return hasRows ? { columns, draw: (await import('./grid.ts')).grid } : null;
}

function samplesOf({ facts }: Finding): readonly Readonly<Record<string, string | null>>[] {
  const read = detailsShape.safeParse(facts);
  return read.success ? (read.data.samples ?? []) : [];
}

/** The rows as a grid of their columns; null where there are none, or it would be wider than its place. */
function sampleGrid(finding: Finding, place: GridPlace | null): string[] | null {
  const samples = samplesOf(finding);
  const head = [...new Set(samples.flatMap((row) => Object.keys(row)))];
  if (head.length === 0 || place === null) return null;
  return place.draw(
    head,
    samples.map((row) => head.map((column) => row[column] ?? 'null')),
    place.columns,
  );
}

export function detailsOf({ facts }: Finding): FindingDetails {
  const read = detailsShape.safeParse(facts);
  const { query = null, samples = [], choices = [] } = read.success ? read.data : {};
  return {
    query,
    samples: samples.map((row) =>
      Object.entries(row)
        .map(([column, value]) => `${column} ${value ?? 'null'}`)
        .join(', '),
    ),
    choices,
  };
}

/**
 * The same as lines of text: how to see the rows, some of them, and the choices, each with its statements.
 */
export function detailLines(finding: Finding, place: GridPlace | null = null): string[] {
  const { query, samples, choices } = detailsOf(finding);
  return [
    ...(sampleGrid(finding, place) ?? samples.map((sample) => `for example: ${sample}`)),
    ...(query === null ? [] : ['to see them:', query]),
    ...(choices.length === 0 ? [] : ['choose one of these:']),
    ...choices.flatMap(({ what, sql }, index) => [`${index + 1}) ${what}`, ...sql]),
  ];
}
