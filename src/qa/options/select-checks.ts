import type { Check } from '../../checks/check.ts';
import { UsageError } from '../command.ts';
import { suggestion } from './nearest.ts';

interface Selection {
  readonly only?: readonly string[] | undefined;
  readonly skip?: readonly string[] | undefined;
}

/**
 * The checks that `--only` and `--skip` leave, in their own order. Each entry may hold several codes, by
 * commas. Those that `--only` names are marked as asked for. Throws {@link UsageError}.
 */
export function selectChecks<C extends Pick<Check, 'code'>>(
  checks: readonly C[],
  { only, skip }: Selection,
): C[] {
  const codes = checks.map(({ code }) => code);
  const wanted = only === undefined ? null : readCodes('--only', only, codes);
  const unwanted = readCodes('--skip', skip ?? [], codes);
  const selected = checks.filter(({ code }) => (wanted === null || wanted.has(code)) && !unwanted.has(code));
  if (selected.length === 0) throw new UsageError('--only and --skip leave no check to run.');
  return wanted === null ? selected : selected.map((check) => ({ ...check, byName: true }));
}

function readCodes(flag: string, given: readonly string[], known: readonly string[]): ReadonlySet<string> {
  const codes = given
    .flatMap((entry) => entry.split(','))
    .map((code) => code.trim())
    .filter(Boolean);
  for (const code of codes) {
    if (!known.includes(code))
      throw new UsageError(
        `${flag} ${code} is not a check of this command; qa checks lists them.${suggestion(code, known)}`,
      );
  }
  return new Set(codes);
}
