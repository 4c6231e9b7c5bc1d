import type { Diagnosis, Report } from '../../../checks/report.ts';

/** A look, and what it found. */
export interface Looked extends Pick<Report, 'verdicts'> {
  /** The command that looked; absent where none prints what was found. */
  readonly command?: string;
}

/**
 * With the command that prints the statements, where a named cause is cured by SQL alone: a screen has no
 * room for statements, and a reader should not have to guess who has them. Pure.
 */
export function withCures(diagnosis: Diagnosis, looks: readonly Looked[]): Diagnosis {
  return {
    ...diagnosis,
    hypotheses: diagnosis.hypotheses.map((each) => {
      if (each.status !== 'confirmed' || each.doNow.length > 0) return each;
      const explained = new Set(each.explains);
      const look = looks.find(({ verdicts }) =>
        verdicts
          .flatMap(({ findings }) => findings)
          .some(({ fingerprint, remedy }) => explained.has(fingerprint) && remedy.sql.length > 0),
      );
      return look?.command === undefined ? each : { ...each, doNow: [`qa ${look.command}`] };
    }),
  };
}
