import { badInput } from './bad-input.ts';
import { credentials } from './credentials.ts';
import { journey } from './journey.ts';
import { preflight } from './preflight.ts';
import { slash } from './slash.ts';

/**
 * All that a run sends besides its clean-up and what those need: what is said of the traffic as a whole is
 * said of these.
 */
export const muteProbes = [journey, badInput, credentials, preflight, slash] as const;
