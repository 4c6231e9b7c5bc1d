import { skipped, type Withheld } from '../check.ts';
import type { Health } from './probes/health.ts';
import { isReached, reach } from './reached.ts';

/** What the deployment says it is; null where it says nothing. */
export interface Identity {
  readonly version: string | null;
  readonly environment: string | null;
  readonly commit: string | null;
}

/** From the readiness answer, else the liveness answer. Withheld when neither came from the application. */
export function identityOf(health: Health): Identity | Withheld {
  const live = reach(health, health.liveness);
  const ready = reach(health, health.readiness);
  if (!isReached(live) && !isReached(ready)) return live;
  const readings = [ready, live].map((given) => (isReached(given) ? given.reading : null));
  const first = (field: keyof Identity): string | null =>
    readings.find((reading) => reading?.[field])?.[field] ?? null;
  return { version: first('version'), environment: first('environment'), commit: first('commit') };
}

/** Whether {@link identityOf} found who answered. */
export function isIdentity(given: Identity | Withheld): given is Identity {
  return 'commit' in given;
}

/** Equal, or one the beginning of the other: short and full forms of one commit. */
export function sameCommit(one: string, other: string): boolean {
  const [short, long] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length) as [string, string];
  return short.length >= 7 && long.startsWith(short);
}

/** Where nothing was expected there is nothing to compare. */
export const nothingExpected = (what: string, flag: string): Withheld => skipped(`no ${what} was expected (${flag})`);
