import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';
import { toFindings, type Check } from '../../../src/checks/check.ts';
import type { Finding } from '../../../src/checks/finding.ts';

/** Evidence by the names of probes, as a check sees it. */
export type Seen = Readonly<Record<string, unknown>>;
/** Evidence that neither example of a check is near to, by its code and a name that says what it is. */
export type Scenarios = Readonly<Record<string, Readonly<Record<string, Seen>>>>;

/**
 * What a check says of its examples, its scenarios, and of cases that change one of these by a field. The
 * text names the cases itself, so that it is both the table of cases and what was read and found right.
 */
export function told(check: Check, text: string, scenarios: Readonly<Record<string, Seen>> = {}): string {
  // Typed by each check's own needs, which a list of different checks has forgotten.
  const known = new Map<string, Seen>(Object.entries({ ...check.examples, ...scenarios } as never));
  const own = ['broken', 'healthy', ...Object.keys(scenarios)];
  const listed = text.split('\n').filter((line) => /^\S/.test(line) && !own.includes(line));
  const lines = [...own, ...listed].flatMap((name) => {
    const [base = '', ...changes] = name.split(/, (?=[a-z]\S* = )/i);
    const before = known.get(base);
    if (before === undefined) throw new Error(`The check ${check.code} has no example or scenario ${base}.`);
    const seen = changes.reduce((evidence, change) => changed(evidence, change), before);
    expectEvidence(check, seen, name);
    const says = linesOf(check, seen);
    return [name, ...(changes.length === 0 ? says : differences(linesOf(check, before), says))];
  });
  return `${lines.join('\n')}\n`;
}

/** A case is of use only where the probes can see such a thing. */
function expectEvidence(check: Check, seen: Seen, name: string): void {
  for (const [probe, { shape }] of Object.entries(check.needs)) {
    expect(shape.safeParse(seen[probe]).error?.issues ?? [], `${check.code}: ${name}`).toEqual([]);
  }
}

function linesOf(check: Check, seen: Seen): string[] {
  const judgement = check.judge(frozen(structuredClone(seen)) as never);
  if (!('observed' in judgement)) {
    const findings = toFindings(check, judgement);
    return findings.length === 0 ? ['  clear'] : findings.flatMap((finding) => findingLines(check, finding));
  }
  const { status, isChosen, reason, observed } = judgement;
  return [
    `  ${isChosen ? 'not asked' : status}: ${reason}`,
    ...toFindings(check, observed).flatMap((finding) => findingLines(check, finding)),
  ];
}

function findingLines(check: Check, { severity, subject, message, facts, remedy }: Finding): string[] {
  return [
    `  ${severity}, ${subject}: ${message}`,
    ...(remedy.advice === check.remedy ? [] : [`    do: ${remedy.advice}`]),
    ...remedy.sql.map((statement) => `    sql: ${statement}`),
    ...(remedy.command === null ? [] : [`    command: ${remedy.command}`]),
    ...Object.entries(facts).map(([name, fact]) => `    ${name}: ${JSON.stringify(fact)}`),
  ].map((line) => line.replaceAll('\n', '\n      '));
}

/** Only what a change makes the check say otherwise: the rest has been read above. */
function differences(before: readonly string[], after: readonly string[]): string[] {
  if (isDeepStrictEqual(before, after)) return ['  the same'];
  const gone = without(before, after).map((line) => line.trim().replace(/: .*/s, ''));
  const come = without(after, before);
  if (gone.length === 0 && come.length === 0) return ['  the same in another order:', ...after];
  return [...(gone.length === 0 ? [] : [`  no longer: ${gone.join(', ')}`]), ...come];
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return lines.filter((line) => {
    const place = left.indexOf(line);
    if (place !== -1) left.splice(place, 1);
    return place === -1;
  });
}

/** The evidence with one field set: `locks.looks.0.hidden = 2`; `absent` takes the field away. */
function changed(evidence: Seen, change: string): Seen {
  const [path = '', ...rest] = change.split(' = ');
  const value: unknown = rest[0] === 'absent' ? undefined : JSON.parse(rest.join(' = '));
  const copy: Record<string, unknown> = structuredClone(evidence);
  let place = copy;
  for (let left = path; ;) {
    const name =
      Object.keys(place)
        .filter((key) => left === key || left.startsWith(`${key}.`))
        .toSorted((a, b) => b.length - a.length)[0] ?? left;
    if (name === left) {
      if (value === undefined) delete place[name];
      else place[name] = value;
      return copy;
    }
    left = left.slice(name.length + 1);
    place = asRecord(place[name], change);
  }
}

function asRecord(value: unknown, change: string): Record<string, unknown> {
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new Error(`There is no such place in the evidence: ${change}`);
}

/** A judge changes nothing of what it is given. */
function frozen<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(frozen);
  return value;
}
