import { UsageError } from '../command.ts';
import { single } from './single.ts';

const unitsInMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** `500ms`, `30s`, `5m`, `1h`; a bare number is seconds. Milliseconds. Throws {@link UsageError}. */
export function parseDuration(given: string): number {
  const [, amount, unit = 's'] = /^(\d+(?:\.\d+)?)\s*(ms|s|m|h)?$/.exec(given.trim()) ?? [];
  const durationMs = Number(amount) * (unitsInMs[unit] ?? Number.NaN);
  if (!(durationMs > 0)) {
    throw new UsageError(`"${given}" is not a duration: give one above zero as 500ms, 30s or 5m.`);
  }
  return durationMs;
}

/** Reads the duration of an option that has a default, and so is never absent. Milliseconds. */
export function duration(name: string): (given: string) => number {
  return single(name, parseDuration) as (given: string) => number;
}

/** Reads the duration of an option that may be absent. Milliseconds. */
export function optionalDuration(name: string): (given: string | undefined) => number | undefined {
  return single(name, parseDuration);
}
