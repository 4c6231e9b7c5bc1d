import type { Finding } from '../../../checks/finding.ts';
import { detailLines, gridPlaceFor } from '../../output/finding-details.ts';
import { findingGroups } from '../../output/finding-groups.ts';
import type { ReportStyle } from '../reporter.ts';

/** So many lines to paste are shown without --verbose: of few findings more than of many. */
const mostLines = (findings: number): number => (findings <= 20 ? 60 : 20);

/**
 * What to run next, each once, under the finding that it is for. A curl line only repeats a request:
 * `--show-curl` has those.
 */
export function next(command: string, findings: readonly Finding[], style: ReportStyle): string[] {
  const seen = new Set<string>();
  const blocks = findingGroups(findings)
    .flatMap((group) => group.findings)
    .flatMap(({ code, subject, remedy }) => {
      const line = remedy.command?.startsWith('curl ') ? null : remedy.command;
      // What a file was asked for need not scroll by as well.
      const sql = style.remedies ? [] : remedy.sql;
      const lines = [...sql, ...(line === null ? [] : [line])].filter((each) => !seen.has(each));
      for (const each of lines) seen.add(each);
      return lines.length === 0
        ? []
        : [['', `${sql.length > 0 ? '--' : '#'} ${code}: ${subject}`, ...lines].join('\n')];
    });
  const shown = cut(
    blocks,
    mostLines(findings.length),
    style,
    (more) =>
      `${more} more to paste: --verbose` +
      `${command === 'inspect-fk' ? ', or --remedies FILE.sql for all SQL in one file' : ''}.`,
  );
  return style.remedies && findings.some(({ remedy }) => remedy.sql.length > 0)
    ? [...shown, '', `The SQL is in ${style.remedies}, to be read, and run with psql -f.`]
    : shown;
}

/** What has to be decided: rows to see, and statements of which one is chosen. */
export async function decisions(findings: readonly Finding[], style: ReportStyle): Promise<string[]> {
  const place = await gridPlaceFor(findings, style.columns);
  const blocks = findingGroups(findings)
    .flatMap((group) => group.findings)
    .flatMap((finding) => {
      const lines = detailLines(finding, place);
      return lines.length === 0 ? [] : [['', `# ${finding.code}: ${finding.subject}`, ...lines].join('\n')];
    });
  return cut(blocks, mostLines(findings.length), style, (more) => `${more} more to decide: --verbose.`);
}

/** Whole blocks, as many as fit; the first always. */
function cut(
  blocks: readonly string[],
  most: number,
  style: ReportStyle,
  rest: (more: number) => string,
): string[] {
  if (style.verbose) return [...blocks];
  let lines = 0;
  const fit = blocks.filter((block, place) => {
    lines += block.split('\n').length;
    return place === 0 || lines <= most;
  });
  const more = blocks.length - fit.length;
  return more === 0 ? fit : [...fit, '', rest(more)];
}
