import { isWithheld, notAsked, type Observed, type Withheld } from '../../check.ts';
import type { Health } from '../probes/health.ts';
import type { Sample } from '../probes/observation.ts';
import { isHeard } from '../observation/timeline.ts';
import { applicationAnswer } from '../health/application-answer.ts';

/** What the deployment says it is; null where it says nothing. */
export interface Identity {
  readonly version: string | null;
  readonly environment: string | null;
  readonly commit: string | null;
}

/** From the readiness answer, else the liveness answer. Withheld when neither came from the application. */
export function identityOf(health: Health): Identity | Withheld {
  const live = applicationAnswer(health, health.liveness);
  const ready = applicationAnswer(health, health.readiness);
  if (isWithheld(live) && isWithheld(ready)) return live;
  const readings = [ready, live].map((given) => (isWithheld(given) ? null : given.reading));
  const first = (field: keyof Identity): string | null =>
    readings.find((reading) => reading?.[field])?.[field] ?? null;
  return { version: first('version'), environment: first('environment'), commit: first('commit') };
}

/** Equal, or one the beginning of the other: short and full forms of one commit. */
export function sameCommit(one: string, other: string): boolean {
  const [short, long] = [one.toLowerCase(), other.toLowerCase()].sort((a, b) => a.length - b.length) as [
    string,
    string,
  ];
  return short.length >= 7 && long.startsWith(short);
}

/** Where nothing was expected there is nothing to compare. */
export const nothingExpected = (what: string, without: `--${string}`): Withheld =>
  notAsked({ without }, `no ${what} was expected`);

/**
 * What is wrong about one field: the single look, or any sample of the window, tells another value than the
 * expected one. A second build behind the same address is as wrong as one alone.
 */
export function differing(
  field: keyof Identity,
  expected: string,
  told: string | null,
  samples: readonly Sample[],
  same: (one: string, other: string) => boolean = (one, other) => one === other,
): Observed[] {
  const reported = [...new Set([told, ...samples.filter(isHeard).map((sample) => sample[field])])].filter(
    (value) => value !== null,
  );
  const others = reported.filter((value) => !same(value, expected));
  if (others.length === 0) return [];
  const too = others.length < reported.length ? ' too' : '';
  return [
    {
      subject: field,
      message:
        `The ${field} ${expected} was expected; ${others.join(', ')} ` +
        `${others.length === 1 ? 'answers' : 'answer'}${too}.`,
      facts: { expected, reported: others[0], others },
    },
  ];
}
