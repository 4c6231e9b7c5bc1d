import type { Fault, Incident } from '../../../api/index.ts';

/** One line an incident. */
export function listOfIncidents(incidents: readonly Incident[]): string {
  return table(incidents.map(({ name, title }) => [name, title]));
}

/** One line a fault, and what it can be set to. */
export function listOfFaults(faults: Readonly<Record<string, Fault>>): string {
  return table(
    Object.entries(faults).map(([name, fault]) => [name, `${fault.summary}${settingsOf(name, fault)}`]),
  );
}

function settingsOf(name: string, { settings }: Fault): string {
  if (settings === undefined) return '';
  if ('unit' in settings) return ` (${name}=${settings.number} ${settings.unit})`;
  return ` (${name}=${settings.join('|')})`;
}

function table(rows: readonly (readonly [string, string])[]): string {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, text]) => `${name.padEnd(width)}  ${text}\n`).join('');
}
