import * as z from 'zod/mini';
import {
  notApplicable,
  notAsked,
  unknown,
  type Judgement,
  type Observed,
  type Withheld,
} from '../../check.ts';
import { defineProbe } from '../../probe.ts';
import {
  takeStep,
  stepResultShape,
  isSuccess,
  isUnconfirmed,
  refusesCredentials,
  type StepResult,
} from '../journey/step.ts';
import type { MuteContext } from './context.ts';
import { kinds } from '../preferences/kinds.ts';
import { preferencesShape, timesListed, type Preferences } from '../preferences/preferences.ts';
import { readPreferencesUntil } from '../preferences/read-preferences.ts';
import { muteRequest, unmuteRequest } from '../journey/requests.ts';
import { chooseValue, undoRecordOf } from '../journey/values.ts';
import { requirePreferences, snapshot } from './snapshot.ts';
import { requireLasting, token } from './token.ts';
import { unmuteRoutes, type UnmuteRoute } from './unmute-routes.ts';

const stages = ['muted', 'muted again', 'unmuted'] as const;
const optionalAct = z.nullable(stepResultShape);

const walkShape = z.object({
  kind: z.enum(kinds),
  /** What was muted; null where nothing could be. */
  value: z.nullable(z.string()),
  /** The user had it muted already (an override). */
  existed: z.boolean(),
  mute: optionalAct,
  muteAgain: optionalAct,
  /** The same slug in capitals and with spaces around it. */
  variant: z.nullable(z.object({ value: z.string(), act: stepResultShape })),
  unmute: optionalAct,
  /** Why the steps from here on were not taken. */
  stopped: z.nullable(z.object({ reason: z.string(), deliberate: z.boolean() })),
});
export type Walk = z.infer<typeof walkShape>;

const readingShape = z.object({
  stage: z.enum(stages),
  exchange: z.number(),
  tries: z.number(),
  preferences: z.nullable(preferencesShape),
  reason: z.nullable(z.string()),
});
export type StageReading = z.infer<typeof readingShape>;

const journeyShape = z.object({
  walks: z.array(walkShape),
  /** One list for all kinds after each stage, so that nobody waits for another's GET. */
  readings: z.array(readingShape),
});
export type Journey = z.infer<typeof journeyShape>;

/** Mute, read, mute again, read, unmute, read: the four kinds side by side, told apart by their values. */
export const journey = defineProbe({
  name: 'journey',
  effect: 'write',
  shape: journeyShape,
  needs: { token, snapshot, unmuteRoutes },
  observe: async (context: MuteContext, given): Promise<Journey | Withheld> => {
    if (context.plan.readOnly) return notAsked({ with: '--read-only' }, 'with --read-only nothing is muted');
    requireLasting(given.token);
    const before = requirePreferences(given.snapshot);
    const walks = given.unmuteRoutes.routes.map((route) => begin(context, before, route));
    const readings: StageReading[] = [];
    const look = async (
      stage: StageReading['stage'],
      awaited: (walk: Walk, listed: number) => boolean,
    ): Promise<void> => {
      context.progress(`${stage}: reading back`);
      const { exchange, tries, preferences, reason } = await readPreferencesUntil(
        context,
        `read back, ${stage}`,
        (seen) => walks.every((walk) => awaited(walk, timesListed(seen, walk.kind, walk.value ?? '') ?? 0)),
      );
      readings.push({ stage, exchange, tries, preferences, reason });
    };

    await context.journal.open(undoRecordOf(context, before));
    await forEach(walks, async (walk, value) => {
      walk.mute = await takeStep(context, muteRequest(context.api, walk.kind, value));
    });
    await look('muted', (walk, listed) => !isSuccess(walk.mute?.status ?? null) || listed > 0);
    for (const walk of walks) stopWhereNotListed(walk, readings[0]?.preferences ?? null);

    await forEach(walks, async (walk, value) => {
      const [again, variant] = await Promise.all([
        takeStep(context, muteRequest(context.api, walk.kind, value, `mute ${walk.kind} again`)),
        tryVariant(context, walk, value),
      ]);
      walk.muteAgain = again;
      walk.variant = variant;
    });
    if (walks.some((walk) => walk.muteAgain !== null)) {
      await look('muted again', (walk, listed) => !isSuccess(walk.muteAgain?.status ?? null) || listed > 0);
    }

    // What was muted is unmuted, whatever came of the second mute.
    await forEach(walks, async (walk, value) => {
      const route = given.unmuteRoutes.routes.find(({ kind }) => kind === walk.kind);
      if (route?.status !== 'missing')
        walk.unmute = await takeStep(context, unmuteRequest(context.api, walk.kind, value));
    });
    if (walks.some((walk) => walk.unmute !== null)) {
      await look('unmuted', (walk, listed) => !isSuccess(walk.unmute?.status ?? null) || listed === 0);
    }
    return { walks, readings };
  },
});

function begin({ ledger, plan }: MuteContext, before: Preferences, route: UnmuteRoute): Walk {
  const { kind } = route;
  const walk = { kind, mute: null, muteAgain: null, variant: null, unmute: null };
  const choice = chooseValue(kind, before, ledger.marker, plan.overrides[kind]);
  if (choice.value === null)
    return {
      ...walk,
      value: null,
      existed: false,
      stopped: { reason: choice.reason, deliberate: before.lists[kind] !== null },
    };
  const stopped =
    route.status === 'present' || plan.allowResidue
      ? null
      : route.status === 'missing'
        ? {
            reason:
              `no endpoint unmutes a ${kind}, so it was not muted; --allow-residue mutes it all ` +
              'the same',
            deliberate: true,
          }
        : {
            reason:
              `whether a ${kind} can be unmuted is not proven ` +
              `(${route.asked.status ?? route.asked.failure}), so it was not muted`,
            deliberate: false,
          };
  return { ...walk, value: choice.value, existed: choice.existed, stopped };
}

/** After the first read: a kind goes on when its value is there. */
function stopWhereNotListed(walk: Walk, seen: Preferences | null): void {
  if (walk.stopped !== null || walk.value === null || walk.mute === null) return;
  const { status, failure } = walk.mute;
  const listed = seen === null ? null : timesListed(seen, walk.kind, walk.value);
  if (listed !== null && listed > 0) return;
  if (status === null) {
    walk.stopped = {
      reason: `its mute was not answered (${failure}) and is not listed; it was not sent again`,
      deliberate: false,
    };
  } else if (!isSuccess(status))
    walk.stopped = { reason: `its mute was answered ${status}`, deliberate: true };
  else if (listed === 0) walk.stopped = { reason: 'its mute was lost', deliberate: true };
  // An acknowledged mute that could not be read back goes on: it has to be unmuted.
}

/** Only for slugs of our own: a variant of a user's value would be one more entry of theirs. */
async function tryVariant(
  context: MuteContext,
  { kind, existed }: Walk,
  value: string,
): Promise<Walk['variant']> {
  if ((kind !== 'theme' && kind !== 'topic') || existed || !value.includes(context.ledger.marker))
    return null;
  const variant = ` ${value.replace('qa-probe', 'Qa-Probe')} `;
  return {
    value: variant,
    act: await takeStep(context, muteRequest(context.api, kind, variant, `mute ${kind} in other letters`)),
  };
}

async function forEach(
  walks: readonly Walk[],
  step: (walk: Walk, value: string) => Promise<void>,
): Promise<void> {
  await Promise.all(
    walks.map(async (walk) => {
      if (walk.stopped === null && walk.value !== null) await step(walk, walk.value);
    }),
  );
}

/** How often a walk's value is listed after a stage; null when that was not seen. */
export function listedAt(
  readings: readonly StageReading[],
  stage: StageReading['stage'],
  { kind, value }: Walk,
): number | null {
  const preferences = readings.find((reading) => reading.stage === stage)?.preferences ?? null;
  return preferences === null || value === null ? null : timesListed(preferences, kind, value);
}

/**
 * A valid request that was refused, whatever the body is. Too many requests, redirects and refused
 * credentials have codes of their own.
 */
export function isRejection(step: StepResult): boolean {
  const { status } = step;
  return (
    status !== null && status >= 400 && status !== 429 && !refusesCredentials(step) && !isUnconfirmed(step)
  );
}

/**
 * What is to be said when only some kinds were judged: one that was left out on purpose, or that went no
 * further because of a finding with a code of its own, does not count; one that could not be looked at is
 * unknown, and so is everything where no kind was judged at all.
 */
export function judgeWalks(
  walks: readonly Walk[],
  judged: readonly Walk[],
  observed: readonly Observed[],
): Judgement {
  const rest = walks.filter((walk) => !judged.includes(walk));
  const unseen = rest.filter(({ stopped }) => !stopped?.deliberate);
  if (unseen.length > 0) return unknown(reasons(unseen), observed);
  return judged.length === 0 && observed.length === 0 ? unjudged(rest) : observed;
}

/** The user may have left out all of them; whatever else kept them back says nothing of this check. */
function unjudged(walks: readonly Walk[]): Withheld {
  if (walks.length === 0) return notApplicable('there was nothing to judge');
  const leftOut = walks.every(({ stopped }) => stopped?.reason.includes('--allow-residue'));
  const reason = reasons(walks);
  return leftOut ? notAsked({ without: '--allow-residue' }, reason) : unknown(reason);
}

function reasons(walks: readonly Walk[]): string {
  return walks
    .map(
      ({ kind, stopped, mute }) =>
        `${kind}: ${stopped?.reason ?? mute?.failure ?? 'it could not be read back'}`,
    )
    .join('; ');
}
