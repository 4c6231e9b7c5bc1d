import type { Evidence } from '../../../checks/evidence.ts';
import { keys } from '../../../checks/foreign-keys/index.ts';
import { journey, listsBefore, profile } from '../../../checks/mute/index.ts';

/**
 * Of saved evidence what causes read, where it has the probe's shape; what another version wrote is left out.
 */
export function readEvidence(saved: Readonly<Record<string, unknown>>): Evidence {
  const read = <Name extends keyof Evidence>(
    name: Name,
    probe: { readonly shape: { safeParse: (value: unknown) => { success: boolean; data?: Evidence[Name] } } },
  ): Evidence => {
    const parsed = probe.shape.safeParse(saved[name]);
    return parsed.success ? { [name]: parsed.data } : {};
  };
  return {
    ...read('keys', keys),
    ...read('profile', profile),
    ...read('journey', journey),
    ...read('snapshot', listsBefore),
  };
}
