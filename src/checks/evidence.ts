import type { Keys } from './foreign-keys/probes/keys.ts';
import type { Profile } from './mute/probes/profile.ts';
import type { Journey } from './mute/journey/walk.ts';
import type { Snapshot } from './mute/probes/snapshot.ts';

/** Evidence that causes read beside the findings, by the probe's name. Absent: it was not looked at. */
export interface Evidence {
  readonly keys?: Keys;
  readonly profile?: Profile;
  readonly journey?: Journey;
  readonly snapshot?: Snapshot;
}
