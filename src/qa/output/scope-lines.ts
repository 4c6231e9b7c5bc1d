import type { Report, Scope } from '../../checks/report.ts';
import { groupBy } from '../../checks/support/group-by.ts';
import { exchangesOf } from '../reporters/parts/exchanges.ts';

/** More names than this are counted. */
const most = 6;

/**
 * What the run looked at, a line, and what it left out and why, a line a reason; none where it does not say.
 */
export function scopeLines({ scope, targets }: Pick<Report, 'scope' | 'targets'>, all = false): string[] {
  const whose = targets === undefined ? [] : [targetsLine(targets, all)];
  if (scope === undefined || scope === null) return whose;
  const where = [scope.server, scope.role === null ? null : `as ${scope.role}`].filter(isText).join(' ');
  const what = lookedAt(scope);
  return [
    ...whose,
    [where, what].filter((text) => text !== '').join(': '),
    ...[...groupBy(scope.leftOut, ({ reason }) => reason)].map(
      ([reason, same]) =>
        `Left out, ${reason}: ${some(
          same.map((each) => each.what),
          all,
        )}.`,
    ),
  ].filter((line) => line !== '');
}

/** `500 targets: 498 end with 0; north ends with 1; south ends with 3`. */
function targetsLine(targets: NonNullable<Report['targets']>, all: boolean): string {
  const byCode = [...groupBy(targets, ({ exitCode }) => exitCode)].toSorted(([one], [other]) => one - other);
  const parts = byCode.map(([code, same]) => {
    const names = same.map(({ name }) => name);
    const who = code === 0 && names.length > 1 ? String(names.length) : some(names, all);
    return `${who} ${names.length === 1 ? 'ends' : 'end'} with ${code}`;
  });
  return `${plural(targets.length, 'target')}: ${parts.join('; ')}`;
}

/**
 * `87 keys on 41 tables, 0 orphans counted of 12 million rows`, `12 requests to 5 routes`; null where the run
 * does not say.
 */
export function proven(report: Pick<Report, 'scope' | 'verdicts' | 'evidence'>): string | null {
  const { scope, verdicts } = report;
  if (scope === undefined || scope === null || scope.keys === null)
    return asked(report, scope?.requests ?? null);
  const orphans = verdicts
    .flatMap(({ findings }) => findings)
    .reduce((sum, { code, facts }) => sum + (code === 'orphan-rows' ? Number(facts['orphans']) : 0), 0);
  const counted =
    scope.rows === null ? '' : `, ${plural(orphans, 'orphan')} counted of ${rough(scope.rows)} rows`;
  return `${plural(scope.keys, 'key')} on ${plural(scope.tables ?? 0, 'table')}${counted}`;
}

function asked(report: Pick<Report, 'evidence'>, requests: number | null): string | null {
  const exchanges = exchangesOf(report);
  if (exchanges.length === 0) return requests === null ? null : plural(requests, 'request');
  const routes = new Set(exchanges.map(({ request: { method, path } }) => `${method} ${path}`));
  return `${plural(exchanges.length, 'request')} to ${plural(routes.size, 'route')}`;
}

function lookedAt({ keys, tables, schemas, requests }: Scope): string {
  const parts = [
    keys === null ? null : keys === 0 ? 'no foreign key is here' : plural(keys, 'key'),
    tables === null
      ? null
      : `${keys === null ? '' : keys === 0 ? 'among ' : 'on '}${plural(tables, 'table')}`,
    schemas.length === 0 ? null : `in ${some(schemas)}`,
    requests === null ? null : plural(requests, 'request'),
  ];
  return parts.filter(isText).join(' ');
}

function some(names: readonly string[], all = false): string {
  const more = all ? 0 : names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

function plural(number: number, word: string): string {
  return `${rough(number)} ${word}${number === 1 ? '' : 's'}`;
}

/** Whole up to ten thousand, then two figures. */
export function rough(number: number): string {
  if (number < 10_000) return String(number);
  const [unit, word] =
    number < 1_000_000 ? [1000, 'thousand'] : number < 1e9 ? [1e6, 'million'] : [1e9, 'billion'];
  return `${Number((number / unit).toPrecision(2))} ${word}`;
}

function isText(text: string | null): text is string {
  return text !== null;
}
