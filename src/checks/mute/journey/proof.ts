import type { MuteContext } from '../probes/context.ts';
import type { UnmuteRoute } from '../probes/unmute-routes.ts';
import type { Kind } from '../preferences/kinds.ts';
import { hasVisibleRow, type Preferences } from '../preferences/preferences.ts';
import { readPreferences } from '../preferences/read-preferences.ts';
import { unusedUnmuteRequest } from './requests.ts';
import { provenStatus, routeStatus, whyUnproven } from './route-status.ts';
import { isPromise, isSuccess } from './step.ts';
import { unusedValues } from './values.ts';
import type { Walk } from './walk.ts';

/** Why a kind is not muted; null where it is proven that what is put on comes off again. */
export function whyNotMuted(route: UnmuteRoute, before: Preferences): Walk['stopped'] {
  const { kind, asked } = route;
  switch (provenStatus(route, before)) {
    case 'present':
      return null;
    case 'missing':
      return {
        reason: `no endpoint unmutes a ${kind}, so it was not muted; --allow-residue mutes it all the same`,
        deliberate: true,
      };
    case 'rejected':
      return {
        reason: `the unmute of a ${kind} was answered ${asked.status}, so it was not muted`,
        deliberate: true,
      };
    case 'unproven':
      return unproven(route);
  }
}

/**
 * 404 to a user without a row is as it should be. Once the first mute has made a row, it is no more: what is
 * not proven then is not muted either. Where the lists show no row, the mute itself was lost, and 404 is
 * still right.
 */
export async function proveAgain(
  context: MuteContext,
  [first, ...others]: readonly Walk[],
  routes: readonly UnmuteRoute[],
): Promise<void> {
  const mute = first?.mute ?? null;
  // Behind a promise the row may not be there yet.
  if (context.plan.allowResidue || mute === null || !isSuccess(mute.status) || isPromise(mute)) return;
  const asked = await Promise.all(
    others.map(async (walk) => {
      const route = routes.find(({ kind }) => kind === walk.kind);
      const isOpen = route?.asked.status === 404 && !(await isProven(context, walk.kind));
      return isOpen ? [{ walk, route }] : [];
    }),
  );
  if (asked.flat().length === 0) return;
  const { preferences } = await readPreferences(context, 'look for a row', { fresh: true });
  if (preferences === null || !hasVisibleRow(preferences)) return;
  for (const { walk, route } of asked.flat())
    walk.stopped = unproven(route, 'DELETE was answered 404, behind a mute that made a row');
}

/** Asked as before, with a value that nobody has; where a row is there, only a success proves it. */
async function isProven({ api, ledger, signal }: MuteContext, kind: Kind): Promise<boolean> {
  const value = unusedValues(ledger.marker)[kind];
  const asked = await api.send({ ...unusedUnmuteRequest(api, kind, value), signal });
  return routeStatus(asked, null) === 'present';
}

function unproven(route: UnmuteRoute, why = whyUnproven(route)): NonNullable<Walk['stopped']> {
  return {
    reason: `whether a ${route.kind} can be unmuted is not proven (${why}), so it was not muted`,
    deliberate: false,
  };
}
