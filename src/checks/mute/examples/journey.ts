/** Evidence of a healthy run, for the examples of the checks: each breaks one thing of it. */
import type { StepResult } from '../journey/step.ts';
import { forEachKind, kinds, type Kind } from '../preferences/kinds.ts';
import type { Preferences } from '../preferences/preferences.ts';
import type { CleanupEvidence } from '../probes/cleanup.ts';
import type { Attempt } from '../probes/credentials.ts';
import type { Journey, StageReading, Walk } from '../journey/walk.ts';
import { noDamage, type Damage } from '../cleanup/damage.ts';
import { nothing } from '../cleanup/remains.ts';
import type { CrossOrigin } from '../probes/preflight.ts';
import type { Snapshot } from '../probes/snapshot.ts';
import type { TokenEvidence } from '../probes/token.ts';
import type { UnmuteRoute } from '../probes/unmute-routes.ts';
import { probeValue } from '../journey/values.ts';

const marker = '0123456789ab';

export function exampleValue(kind: Kind): string {
  return kind === 'content-type' ? 'youtube' : probeValue(kind, marker);
}

export function exampleAct(changes: Partial<StepResult> = {}): StepResult {
  return {
    exchange: 1,
    method: 'POST',
    path: '/api/users/personalization/mute-theme',
    status: 200,
    detail: '{"message":"…"}',
    errorType: null,
    fromApi: true,
    failure: null,
    ...changes,
  };
}

export const exampleToken: TokenEvidence = {
  status: 'sound',
  reason: null,
  expiresAt: '2026-01-26T10:00:00.000Z',
  issuedAt: '2026-01-26T09:00:00.000Z',
  notBefore: null,
  expiredForSeconds: -3600,
  runSeconds: 60,
  algorithm: 'ES256',
};

export function examplePreferences(lists: Partial<Preferences['lists']> = {}): Preferences {
  return {
    lists: { ...forEachKind(() => []), theme: ['sport'], ...lists },
    flags: { hide_paid_content: true, hide_non_fr_sources: true, language_filter_user_set: false },
  };
}

export function exampleSnapshot(changes: Partial<Snapshot> = {}): Snapshot {
  return {
    exchange: 1,
    status: 200,
    detail: '',
    fromApi: true,
    preferences: examplePreferences(),
    reason: null,
    apiDate: '2026-01-26T09:00:00.000Z',
    answeredAt: '2026-01-26T09:00:00.412Z',
    ...changes,
  };
}

/** A GET that was refused by the API. */
export function refusedSnapshot(status: number, detail: string): Snapshot {
  return exampleSnapshot({
    status,
    detail,
    preferences: null,
    reason: `"read the lists before" was answered ${status}`,
  });
}

/**
 * A journey in which everything held; `walk` and `muted` change one kind's acts and the lists after the first
 * mute.
 */
export function exampleJourney(
  changes: {
    readonly walks?: Partial<Record<Kind, Partial<Walk>>>;
    readonly muted?: Partial<Preferences['lists']>;
    readonly reading?: Partial<StageReading>;
    readonly damage?: Partial<Damage>;
    readonly unmuted?: Partial<Preferences['lists']>;
  } = {},
): Journey {
  const before = examplePreferences();
  const muted = forEachKind((kind) => [...(before.lists[kind] ?? []), exampleValue(kind)]);
  const reading = (stage: Journey['readings'][number]['stage'], preferences: Preferences) => ({
    stage,
    exchange: 2,
    tries: 1,
    preferences,
    reason: null,
    shown: true,
    delayMs: 0,
    cache: null,
    onlyFresh: false,
    paged: null,
  });
  return {
    walks: kinds.map((kind) => ({
      kind,
      value: exampleValue(kind),
      existed: false,
      stored: exampleValue(kind),
      mute: exampleAct(),
      muteAgain: exampleAct(),
      variant:
        kind === 'theme' || kind === 'topic'
          ? { value: ` Qa-Probe-${marker}-${kind} `, act: exampleAct() }
          : null,
      unmute: exampleAct({ method: 'DELETE' }),
      alone: null,
      stopped: null,
      ...changes.walks?.[kind],
    })),
    readings: [
      { ...reading('muted', examplePreferences({ ...muted, ...changes.muted })), ...changes.reading },
      reading('unmuted', examplePreferences(changes.unmuted)),
    ],
    damage: { ...noDamage, ...changes.damage },
  };
}

export function exampleCleanup(changes: Partial<CleanupEvidence> = {}): CleanupEvidence {
  return {
    status: 'complete',
    left: nothing,
    damage: noDamage,
    undo: [],
    reason: null,
    after: examplePreferences(),
    ...changes,
  };
}

export function exampleRoutes(status: UnmuteRoute['status'], detail = ''): { routes: UnmuteRoute[] } {
  return {
    routes: kinds.map((kind) => ({
      kind,
      status,
      asked: exampleAct({ method: 'DELETE', status: status === 'present' ? 200 : 404, detail }),
    })),
  };
}

export function exampleAttempt(changes: Partial<Attempt> = {}): { attempts: Attempt[] } {
  return {
    attempts: [
      { ...exampleAct({ status: 403 }), step: 'read without a token', authorization: 'none', ...changes },
    ],
  };
}

export function exampleCrossOrigin(changes: Partial<CrossOrigin> = {}): CrossOrigin {
  return {
    step: 'preflight POST',
    method: 'OPTIONS',
    path: '/api/users/personalization/mute-theme',
    status: 200,
    origin: 'https://app.example',
    allowOrigin: '*',
    allowCredentials: null,
    allowMethods: 'GET, POST, DELETE, OPTIONS',
    allowHeaders: 'authorization, content-type',
    text: '',
    ...changes,
  };
}
