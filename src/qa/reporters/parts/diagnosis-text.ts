import type { Hypothesis, Report } from '../../../checks/report.ts';
import { isOwnCommand } from '../../output/own-command.ts';
import { wrapText } from '../../output/wrap-text.ts';

/** Columns of the words on the left. */
const margin = 14;

/** How many sentences of evidence, and how many excluded causes, are told before "and N more". */
const most = { because: 4, excluded: 4, open: 3, pointing: 2 } as const;

/**
 * A diagnosis for a screen of 24 lines: why, what it explains, what to do now, what was excluded, and what
 * would decide the rest. Empty where there is none.
 */
export function diagnosisLines({ diagnosis, verdicts }: Report, columns: number): string[] {
  if (diagnosis === null) return [];
  const width = Math.min(Math.max(columns, 40), 92) - margin;
  const row = (title: string, lines: readonly string[]): string[] =>
    lines
      // A command stays on one line, whatever its length: it is there to be pasted.
      .flatMap((line) => (isOwnCommand(line) ? [line] : [...broken(line, width)]))
      .map((line, index) => `${(index === 0 ? title : '').padEnd(margin)}${line}`);
  const of = (status: Hypothesis['status']): readonly Hypothesis[] =>
    diagnosis.hypotheses.filter((each) => each.status === status);
  const [cause, ...others] = of('confirmed');
  const open = of('possible').filter(({ because }) => because.length > 0);
  const excluded = of('excluded');
  const codes = new Map(
    verdicts.flatMap(({ findings }) => findings.map((each) => [each.fingerprint, each.code])),
  );
  return [
    ...(cause === undefined ? [] : causeRows(cause, codes, row)),
    ...others.flatMap((also) => [
      ...row('and also', [`${also.title} (${also.cause})`]),
      ...row('', also.because.slice(0, 1)),
      ...row('', also.doNow.slice(0, 1)),
    ]),
    // Where a cause is named, its own evidence says enough.
    ...(cause === undefined
      ? row('seen', [...new Set(open.flatMap(({ because }) => because))].slice(0, most.pointing))
      : []),
    ...open
      .slice(0, most.open)
      .flatMap((hypothesis, index) => [
        ...row(index === 0 ? 'possible' : '', [`${hypothesis.title} (${hypothesis.cause})`]),
      ]),
    ...row(
      'would decide',
      [...new Set(open.flatMap(({ wouldDecide }) => wouldDecide.slice(0, 1)))].slice(0, 2),
    ),
    ...row('excluded', excludedLines(excluded)),
  ];
}

/** Lines behind the first are set in, so that an eye finds where the next begins. */
function broken(text: string, width: number): string[] {
  return wrapText(text, width - 2).map((part, index) => (index === 0 ? part : `  ${part}`));
}

type Row = (title: string, lines: readonly string[]) => string[];

function causeRows(cause: Hypothesis, codes: ReadonlyMap<string, string>, row: Row): string[] {
  const told = cause.because.slice(0, most.because);
  const more = cause.because.length - told.length;
  const counts = new Map<string, number>();
  for (const fingerprint of cause.explains) {
    const code = codes.get(fingerprint) ?? fingerprint;
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  const symptoms = [...counts].map(([code, count]) => (count === 1 ? code : `${count} × ${code}`));
  const count = cause.explains.length;
  return [
    ...row('why', [...told, ...(more > 0 ? [`and ${more} more`] : [])]),
    ...(count === 0
      ? []
      : row('explains', [`${count} ${count === 1 ? 'finding' : 'findings'}: ${symptoms.join(', ')}`])),
    ...row(
      'do now',
      [...cause.doNow.slice(0, 3), cause.advice].filter((line) => line !== ''),
    ),
  ];
}

function excludedLines(excluded: readonly Hypothesis[]): string[] {
  if (excluded.length === 0) return [];
  const told = excluded.slice(0, most.excluded).map(({ cause, because }) => `${cause} (${because[0] ?? ''})`);
  const more = excluded.length - told.length;
  return [`${told.join(', ')}${more > 0 ? `, and ${more} more` : ''}`];
}
