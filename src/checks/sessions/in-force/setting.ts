import * as z from 'zod/mini';

/**
 * Where a setting can be given for whoever connects, the one that wins first. Source: manual, 20.1.3 and
 * ALTER ROLE.
 */
export const levels = ['role-in-database', 'role', 'database', 'all-roles'] as const;
export type Level = (typeof levels)[number];

const sources = [
  'client',
  'session',
  ...levels,
  'configuration',
  'command-line',
  'default',
  'other',
] as const;
export type Source = (typeof sources)[number];

/** One setting as a new connection has it. */
export const settingShape = z.object({
  name: z.string(),
  /** As `pg_settings` has it: times in milliseconds. */
  value: z.string(),
  source: z.enum(sources),
  /**
   * What the levels say, the winner first; as typed, hence with its unit. A client that asks, or a SET, goes
   * before all of them.
   */
  levels: z.array(z.object({ level: z.enum(levels), value: z.string() })),
});
export type Setting = z.infer<typeof settingShape>;

/** `pg_settings.source`, in this tool's words. */
const sourceNames: Readonly<Record<string, Source>> = {
  client: 'client',
  session: 'session',
  interactive: 'session',
  'database user': 'role-in-database',
  user: 'role',
  database: 'database',
  global: 'all-roles',
  'configuration file': 'configuration',
  'command line': 'command-line',
  'environment variable': 'configuration',
  default: 'default',
};

export function sourceOf(text: string): Source {
  return sourceNames[text] ?? 'other';
}

/** The settings that bound how long a session may hold something up, by name; some are newer than others. */
export const timeoutNames = [
  'statement_timeout',
  'lock_timeout',
  'idle_in_transaction_session_timeout',
  'idle_session_timeout',
  'transaction_timeout',
] as const;
export type TimeoutName = (typeof timeoutNames)[number];

/** The setting's time, or 0 for none; null where this server has no such setting. */
export function timeoutMs(settings: readonly Setting[], name: TimeoutName): number | null {
  const setting = settings.find((each) => each.name === name);
  return setting === undefined ? null : Number(setting.value);
}

const unitMs: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  min: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** `5s`, `0.5 min` or `5000` (milliseconds) as PostgreSQL reads a time; null for what it would not take. */
export function readMilliseconds(text: string): number | null {
  const [, amount, unit = 'ms'] = /^\s*'?\s*(\d+(?:\.\d+)?)\s*(us|ms|s|min|h|d)?\s*'?\s*$/.exec(text) ?? [];
  const factor = unitMs[unit];
  return amount === undefined || factor === undefined ? null : Math.round(Number(amount) * factor);
}

/** `10 min`, `30 s`, `250 ms`: the largest unit that says it whole. */
export function timeText(ms: number): string {
  if (ms === 0) return 'no limit';
  const unit = (['h', 'min', 's'] as const).find((each) => ms % (unitMs[each] ?? 1) === 0) ?? 'ms';
  return `${ms / (unitMs[unit] ?? 1)} ${unit}`;
}

/** The same as a setting's value: `10min`. */
export function timeLiteral(ms: number): string {
  return timeText(ms).replace(' ', '');
}
