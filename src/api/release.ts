import { kinds, type Kind } from './kind.ts';

/** A state of the product's code. `current` is today's; the others are named after their month of 2026. */
export type Release = (typeof releaseNames)[number];

export const releaseNames = ['current', 'january', 'june', 'november'] as const;

export interface Traits {
  /** What the health answers report. */
  readonly version: string;
  /** A second mute of a value lists it a second time. */
  readonly appendsTwice: boolean;
  /** Looks for the profile, and then creates it: two requests at once both find none. */
  readonly racesForProfile: boolean;
  /** The kinds that have an unmute route. */
  readonly unmutes: readonly Kind[];
  readonly readinessSeesMigrations: boolean;
  /** An unhandled error is answered with its traceback, as text. */
  readonly tracebacks: boolean;
  /** Of a newer framework: 401 for a request without credentials, and no JSON without a Content-Type. */
  readonly newerFramework: boolean;
}

const current: Traits = {
  version: '1.4.2',
  appendsTwice: false,
  racesForProfile: false,
  unmutes: kinds,
  readinessSeesMigrations: true,
  tracebacks: false,
  newerFramework: false,
};

const traits: Readonly<Record<Release, Traits>> = {
  current,
  january: {
    version: '1.0.7',
    appendsTwice: true,
    racesForProfile: true,
    unmutes: ['source', 'content-type'],
    readinessSeesMigrations: false,
    tracebacks: true,
    newerFramework: false,
  },
  june: { ...current, version: '1.2.0' },
  november: { ...current, newerFramework: true },
};

export function traitsOf(release: Release): Traits {
  return traits[release];
}
