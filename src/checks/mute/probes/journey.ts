import { notAsked, type Withheld } from '../../check.ts';
import { defineProbe } from '../../probe.ts';
import { damageIn, isDamage } from '../cleanup/damage.ts';
import { mute, unmute } from '../journey/acts.ts';
import { isPromise, isSuccess, type StepResult } from '../journey/step.ts';
import { proveAgain, whyNotMuted } from '../journey/proof.ts';
import { chooseValue, undoRecordOf } from '../journey/values.ts';
import {
  isAcknowledged,
  isRejection,
  isWhole,
  journeyShape,
  lastMute,
  listedIn,
  stillListedIn,
  type Journey,
  type Stage,
  type StageReading,
  type Walk,
} from '../journey/walk.ts';
import { kinds } from '../preferences/kinds.ts';
import { awaitLists } from '../preferences/await-lists.ts';
import { spelling, type Preferences } from '../preferences/preferences.ts';
import type { MuteContext } from './context.ts';
import { requirePreferences, snapshot } from './snapshot.ts';
import { requireLasting, token } from './token.ts';
import { unmuteRoutes, type UnmuteRoute } from './unmute-routes.ts';

/**
 * Mute, read, unmute, read: all that belongs to a stage side by side, told apart by its values. What fails
 * beside others is tried once more alone, so that a race is told from a refusal.
 */
export const journey = defineProbe({
  name: 'journey',
  effect: 'write',
  shape: journeyShape,
  needs: { token, snapshot, unmuteRoutes },
  observe: async (context: MuteContext, given): Promise<Journey | Withheld> => {
    if (context.plan.readOnly) return notAsked({ with: '--read-only' }, 'with --read-only nothing is muted');
    requireLasting(given.token);
    const { ledger, consistencyMs } = context;
    const before = requirePreferences(given.snapshot);
    const { routes } = given.unmuteRoutes;
    const record = undoRecordOf(context, before);
    const walks = routes.map((route) => begin(context, before, route));
    const readings: StageReading[] = [];
    const damageSeen = (seen: Preferences) => damageIn(seen, record, ledger.othersAtWork);
    const look = async (
      stage: Stage,
      awaited: (seen: Preferences) => boolean,
      windowMs = consistencyMs,
    ): Promise<StageReading> => {
      context.progress(`${stage}: reading back`);
      const {
        proven: _,
        shownBy,
        ...seen
      } = await awaitLists(context, {
        step: `read back, ${stage}`,
        awaited,
        windowMs,
        proof: stage === 'unmuted',
      });
      // One server that lists it is enough: it was stored.
      const isStored = stage !== 'unmuted' && seen.alternating !== null;
      const reading = { stage, ...seen, ...(isStored && { preferences: shownBy, shown: true }) };
      readings.push(reading);
      if (reading.delayMs !== null && reading.delayMs > 0) ledger.noteLag(reading.delayMs);
      if (reading.delayMs === null || reading.cache !== null) ledger.noteUnshown();
      return reading;
    };
    const allListed = (seen: Preferences): boolean =>
      walks.every((walk) => !isAcknowledged(walk) || (listedIn(seen, walk) ?? 0) > 0);

    await context.journal.open(record);
    const [first, ...others] = walks.filter((walk) => walk.stopped === null && walk.value !== null);
    if (first !== undefined && hasNoRow(before, routes)) {
      // So that this run does not make the race that it finds: the first write makes the user's row.
      await muteOnce(context, first);
      await proveAgain(context, [first, ...others], routes);
      const proven = others.filter((walk) => walk.stopped === null);
      await Promise.all([muteMore(context, first), ...proven.map((walk) => muteAll(context, walk))]);
    } else {
      await Promise.all([first, ...others].map((walk) => walk && muteAll(context, walk)));
    }
    let reading = await look('muted', (seen) => allListed(seen) && !isDamage(damageSeen(seen)));

    const again = walks.filter((walk) => isWorthAnother(walk, reading));
    for (const walk of again) walk.alone = await muteAlone(context, walk);
    if (again.length > 0) reading = await look('muted one by one', allListed, Math.min(consistencyMs, 1_000));

    const { preferences: seen } = reading;
    if (seen !== null) ledger.noteDamage(damageSeen(seen));
    if (walks.some((walk) => (listedIn(seen, walk) ?? 0) > 1)) ledger.noteDoubled();
    if (ledger.readsAreTrue && seen !== null) forgetVariants(context, walks, seen);
    const damage = ledger.damage;
    for (const walk of walks) {
      walk.stored = storedAs(walk, reading);
      walk.stopped ??= whyNotListed(walk, reading);
      noteUnseen(context, walk, reading);
    }

    // Whatever was sent is unmuted, however it was answered and whatever a read says.
    await Promise.all(
      walks.map(async (walk) => {
        const route = routes.find(({ kind }) => kind === walk.kind);
        if (walk.mute !== null && walk.value !== null && route?.status !== 'missing')
          walk.unmute = await unmute(context, walk.kind, walk.value);
      }),
    );
    if (walks.some((walk) => walk.unmute !== null)) {
      await look('unmuted', (lists) =>
        walks.every((walk) => !isSuccess(walk.unmute?.status ?? null) || stillListedIn(lists, walk) === 0),
      );
    }
    return { walks, readings, damage };
  },
});

function begin({ ledger, plan }: MuteContext, before: Preferences, route: UnmuteRoute): Walk {
  const { kind } = route;
  const walk = { kind, stored: null, mute: null, muteAgain: null, variant: null, alone: null, unmute: null };
  const choice = chooseValue(kind, before, ledger.marker, plan.overrides[kind]);
  if (choice.value === null)
    return {
      ...walk,
      value: null,
      existed: false,
      stopped: { reason: choice.reason, deliberate: before.lists[kind] !== null },
    };
  const stopped = plan.allowResidue ? null : whyNotMuted(route, before);
  return { ...walk, value: choice.value, existed: choice.existed, stopped };
}

/**
 * An unmute is answered 404 where the user has no row. Where no endpoint could tell, empty lists may be those
 * of nobody.
 */
function hasNoRow(before: Preferences, routes: readonly UnmuteRoute[]): boolean {
  if (routes.some(({ asked }) => isSuccess(asked.status))) return false;
  return (
    routes.some(({ status, asked }) => status === 'present' && asked.status === 404) ||
    kinds.every((kind) => (before.lists[kind] ?? []).length === 0)
  );
}

async function muteOnce(context: MuteContext, walk: Walk): Promise<void> {
  walk.mute = await mute(context, walk.kind, walk.value ?? '');
}

/**
 * The same once more, and a slug of ours in other letters: a variant of a user's would be one more of theirs.
 */
async function muteMore(context: MuteContext, walk: Walk): Promise<void> {
  const { kind, existed } = walk;
  const value = walk.value ?? '';
  const isSlug = kind === 'theme' || kind === 'topic';
  const variant = isSlug && !existed && value.includes(context.ledger.marker) ? otherLetters(value) : null;
  await Promise.all([
    mute(context, kind, value, { step: `mute ${kind} again` }).then((act) => (walk.muteAgain = act)),
    variant !== null &&
      mute(context, kind, variant, { step: `mute ${kind} in other letters` }).then(
        (act) => (walk.variant = { value: variant, act }),
      ),
  ]);
}

async function muteAll(context: MuteContext, walk: Walk): Promise<void> {
  await Promise.all([muteOnce(context, walk), muteMore(context, walk)]);
}

function otherLetters(value: string): string {
  return ` ${value.replace('qa-probe', 'Qa-Probe')} `;
}

/** With no other change of this run beside it: bad input is sent meanwhile, too. */
function muteAlone(context: MuteContext, { kind, value }: Walk): Promise<StepResult> {
  return mute(context, kind, value ?? '', { step: `mute ${kind} alone`, company: 'alone' });
}

/** Refused as a race would be, or not listed by a read that shows all there is. */
function isWorthAnother(walk: Walk, reading: StageReading): boolean {
  const acts = [walk.mute, walk.muteAgain].filter((act) => act !== null);
  if (acts.some((act) => isRejection(act) && ((act.status ?? 0) >= 500 || act.status === 409))) return true;
  return (
    isSuccess(walk.mute?.status ?? null) && isWhole(reading) && listedIn(reading.preferences, walk) === 0
  );
}

/** A variant that was stored as the value it is a variant of goes with that. */
function forgetVariants({ ledger }: MuteContext, walks: readonly Walk[], seen: Preferences): void {
  for (const { kind, variant } of walks) {
    if (variant !== null && !seen.lists[kind]?.some((entry) => entry.trim() === variant.value.trim()))
      ledger.takenBack({ kind, value: variant.value });
  }
}

/** What was acknowledged and is not listed may be listed later: surely where the answer says so. */
function noteUnseen({ ledger }: MuteContext, walk: Walk, { preferences }: StageReading): void {
  const { kind, value, mute, muteAgain, alone } = walk;
  if (value === null || listedIn(preferences, walk) !== 0) return;
  const acts = [mute, muteAgain, alone].filter((act) => act !== null);
  if (acts.some(isPromise)) ledger.notePromised({ kind, value });
  else if (acts.some(({ status }) => isSuccess(status))) ledger.leaveUnanswered();
}

/** How the lists spell the walk's value; null where they do not show it. */
function storedAs({ kind, value }: Walk, { preferences }: StageReading): string | null {
  if (value === null) return null;
  const listing = preferences?.lists[kind] ?? [];
  return (
    listing.find((entry) => entry === value) ??
    listing.find((entry) => spelling(entry) === spelling(value)) ??
    null
  );
}

/** Why no more can be said of a kind whose mute was refused or not answered; null where more can. */
function whyNotListed(walk: Walk, { preferences }: StageReading): Walk['stopped'] {
  const act = lastMute(walk);
  if (act === null || isSuccess(act.status) || (listedIn(preferences, walk) ?? 0) > 0) return null;
  return act.status === null
    ? { reason: `its mute was not answered (${act.failure})`, deliberate: false }
    : { reason: `its mute was answered ${act.status}`, deliberate: isRejection(act) };
}
