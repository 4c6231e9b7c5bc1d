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

/** What the connection string's own options came to. */
interface Own {
  readonly outcome: Way['outcome'] | null;
  readonly message: string | null;
  readonly settings: readonly {
    readonly name: string;
    readonly arrived: boolean;
    readonly asked: string | null;
    readonly got: string | null;
  }[];
}

export const ownText = 'in the connection string or PGOPTIONS';

/** `search_path is "$user", public instead of app`; null where all that was accepted arrived. */
export function ownLostText({ settings }: Own): string | null {
  const lost = settings.filter(({ arrived }) => !arrived);
  if (lost.length === 0) return null;
  return lost
    .map(({ name, asked, got }) =>
      asked === null ? `${name} is another` : `${name} is ${got || 'empty'} instead of ${asked}`,
    )
    .join(', ');
}

/** What connections that ask for options could not be made, and why; null where each was answered. */
export function failedText(ways: readonly Way[], own: Own): string | null {
  const failed = [
    ...ways
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ way, message }) => `${wayText(way)}: ${message}`),
    ...(own.outcome === 'failed' ? [`${ownText}: ${own.message}`] : []),
  ];
  return failed.length === 0
    ? null
    : `A connection that asks for options could not be made ${failed.join('; ')}.`;
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
