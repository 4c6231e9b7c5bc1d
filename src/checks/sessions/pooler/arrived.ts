import { timeText } from '../in-force/setting.ts';

interface Way {
  readonly way: 'options' | 'parameters';
  readonly outcome: 'accepted' | 'rejected' | 'failed';
  readonly message: string | null;
  readonly got: Readonly<Record<string, number>>;
}

/** What was asked for at start-up and is not in force. Milliseconds. */
export interface Lost {
  readonly name: string;
  readonly askedMs: number;
  readonly gotMs: number;
}

/**
 * What did not arrive of an accepted connection's options; empty where all did, or where it was not accepted.
 */
export function lostOptions(asked: Readonly<Record<string, number>>, { outcome, got }: Way): Lost[] {
  if (outcome !== 'accepted') return [];
  return Object.entries(asked).flatMap(([name, askedMs]) =>
    got[name] === askedMs ? [] : [{ name, askedMs, gotMs: got[name] ?? 0 }],
  );
}

/** What clients call the way in which they ask. */
export function wayText(way: Way['way']): string {
  return way === 'options'
    ? 'in "options" (libpq, psycopg, PGOPTIONS)'
    : 'as parameters of their own (node-postgres)';
}

export function lostText(lost: readonly Lost[]): string {
  return lost
    .map(({ name, askedMs, gotMs }) => `${name} is ${timeText(gotMs)} instead of ${timeText(askedMs)}`)
    .join(', ');
}
