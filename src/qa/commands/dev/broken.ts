import type { Incident } from '../../../api/index.ts';
import { UsageError } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';

/** The reference API, as far as this needs it: it is loaded late. */
export interface Breakable {
  readonly combine: (incidents: readonly Incident[], faults: readonly string[]) => Incident | null;
  readonly faults: Readonly<Record<string, unknown>>;
  readonly findFault: (asked: string) => unknown;
  readonly listIncidents: () => Promise<Incident[]>;
}

interface Asked {
  readonly incident: readonly string[];
  readonly fault: readonly string[];
}

/** All that was asked for, as one incident; null where nothing was. */
export async function findBroken(api: Breakable, { incident, fault }: Asked): Promise<Incident | null> {
  for (const asked of fault) assertFault(api, asked);
  const known = incident.length === 0 ? [] : await api.listIncidents();
  const found = [...new Set(incident)].map((name) => findIncident(name, known));
  try {
    return api.combine(found, fault);
  } catch (error) {
    if (error instanceof Error && error.name === 'Incompatible') throw new UsageError(error.message);
    throw error;
  }
}

function findIncident(name: string, incidents: readonly Incident[]): Incident {
  const incident = incidents.find((one) => one.name === name);
  if (incident !== undefined) return incident;
  const names = incidents.map((one) => one.name);
  const hint = suggestion(name, names) || ' qa dev --list-incidents lists them.';
  throw new UsageError(`--incident: there is no incident "${name}".${hint}`);
}

function assertFault(api: Breakable, asked: string): void {
  const [name = ''] = asked.split('=');
  const names = Object.keys(api.faults);
  if (!names.includes(name)) {
    const hint = suggestion(name, names) || ' qa dev --list-faults lists them.';
    throw new UsageError(`--fault: there is no fault "${name}".${hint}`);
  }
  try {
    api.findFault(asked);
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownFault') throw new UsageError(error.message);
    throw error;
  }
}
