import type { Observations } from '../../observations.ts';

/** Kinds whose mute was answered 2xx. */
export function acceptedKinds({ evidence }: Pick<Observations, 'evidence'>): string[] {
  return (evidence.journey?.walks ?? [])
    .filter(({ mute }) => mute?.status != null && mute.status >= 200 && mute.status < 300)
    .map(({ kind }) => kind);
}
