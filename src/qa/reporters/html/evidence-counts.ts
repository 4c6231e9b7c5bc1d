import { catalogue } from '../../../checks/catalogue.ts';
import type { Report } from '../../../checks/report.ts';

/** More than these say nothing to a reader. */
const most = 3;

/**
 * What a check had before it, counted: `81 exchanges, 4 walks`. Where nothing of it can be counted, which
 * probes answered; empty where none did.
 */
export function seenBy(code: string, { evidence }: Pick<Report, 'evidence'>): string {
  const needs = catalogue.find(({ check }) => check.code === code)?.check.needs ?? {};
  const names = Object.values(needs).map((probe) => probe.name);
  const answered = names.filter((probe) => evidence[probe] !== undefined);
  const counted = answered.flatMap((probe) => countsOf(probe, evidence[probe]));
  const told = [...new Set(counted)].slice(0, most);
  return told.length > 0 ? told.join(', ') : answered.map(spelled).slice(0, most).join(', ');
}

function countsOf(probe: string, value: unknown): string[] {
  const lists = Array.isArray(value)
    ? [[probe, value] as const]
    : typeof value === 'object' && value !== null
      ? Object.entries(value)
      : [];
  return lists.flatMap(([name, list]) =>
    Array.isArray(list) && list.length > 0 && !asides.has(name) ? [plural(list.length, spelled(name))] : [],
  );
}

/** Lists in evidence of something else than what was looked at. */
const asides = new Set(['because', 'undo', 'searched']);

/** `indexDefinitions` → `index definitions` */
function spelled(name: string): string {
  return name.replaceAll('-', ' ').replace(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function plural(number: number, name: string): string {
  if (number !== 1) return `${number} ${name}`;
  return `1 ${name
    .replace(/ies$/, 'y')
    .replace(/(x|ss)es$/, '$1')
    .replace(/(?<!s)s$/, '')}`;
}
