import { acceptedInvalidId } from './accepted-invalid-id.ts';
import { blockedPreflight } from './blocked-preflight.ts';
import { contradictingHealth } from './contradicting-health.ts';
import { credentialsRejected } from './credentials-rejected.ts';
import { deadLiveness } from './dead-liveness.ts';
import { deadWorker } from './dead-worker.ts';
import { duplicatedMute } from './duplicated-mute.ts';
import { exposedInternals } from './exposed-internals.ts';
import { flapping } from './flapping.ts';
import { forgedTokenAccepted } from './forged-token-accepted.ts';
import { healthyButFailing } from './healthy-but-failing.ts';
import { leakedMute } from './leaked-mute.ts';
import { lingeringMute } from './lingering-mute.ts';
import { lostMute } from './lost-mute.ts';
import { lostPreferences } from './lost-preferences.ts';
import { missingReadiness } from './missing-readiness.ts';
import { missingUnmute } from './missing-unmute.ts';
import { mixedVersions } from './mixed-versions.ts';
import { openEndpoint } from './open-endpoint.ts';
import { profileNotCreated } from './profile-not-created.ts';
import { redirectedRequest } from './redirected-request.ts';
import { rejectedMute } from './rejected-mute.ts';
import { saturatedPool } from './saturated-pool.ts';
import { serverErrorOnBadInput } from './server-error-on-bad-input.ts';
import { signingKeysUnavailable } from './signing-keys-unavailable.ts';
import { slashMismatch } from './slash-mismatch.ts';
import { slowResponse } from './slow-response.ts';
import { unconfirmedEmail } from './unconfirmed-email.ts';
import { unexpectedShape } from './unexpected-shape.ts';
import { unnormalisedSlug } from './unnormalised-slug.ts';
import type { Fault, Settings } from '../patient.ts';

/** Every fault by the name under which incidents and tests ask for it. */
export const faults: Readonly<Record<string, Fault>> = {
  'accepted-invalid-id': acceptedInvalidId,
  'blocked-preflight': blockedPreflight,
  'contradicting-health': contradictingHealth,
  'credentials-rejected': credentialsRejected,
  'dead-liveness': deadLiveness,
  'dead-worker': deadWorker,
  'duplicated-mute': duplicatedMute,
  'exposed-internals': exposedInternals,
  flapping: flapping,
  'forged-token-accepted': forgedTokenAccepted,
  'healthy-but-failing': healthyButFailing,
  'leaked-mute': leakedMute,
  'lingering-mute': lingeringMute,
  'lost-mute': lostMute,
  'lost-preferences': lostPreferences,
  'missing-readiness': missingReadiness,
  'missing-unmute': missingUnmute,
  'mixed-versions': mixedVersions,
  'open-endpoint': openEndpoint,
  'profile-not-created': profileNotCreated,
  'redirected-request': redirectedRequest,
  'rejected-mute': rejectedMute,
  'saturated-pool': saturatedPool,
  'server-error-on-bad-input': serverErrorOnBadInput,
  'signing-keys-unavailable': signingKeysUnavailable,
  'slash-mismatch': slashMismatch,
  'slow-response': slowResponse,
  'unconfirmed-email': unconfirmedEmail,
  'unexpected-shape': unexpectedShape,
  'unnormalised-slug': unnormalisedSlug,
};

export class UnknownFault extends Error {
  override readonly name = 'UnknownFault';
}

/** The fault that `name` or `name=value` asks for, and what it is set to. */
export function findFault(asked: string): { readonly fault: Fault; readonly setting: string } {
  const [name = '', ...rest] = asked.split('=');
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined;
  if (fault === undefined) {
    throw new UnknownFault(`There is no fault "${name}": known are ${Object.keys(faults).join(', ')}.`);
  }
  const { settings } = fault;
  if (rest.length === 0) return { fault, setting: settings === undefined ? '' : defaultOf(settings) };
  const setting = rest.join('=');
  if (settings === undefined)
    throw new UnknownFault(`The fault ${name} has no setting: leave out "=${setting}".`);
  if (Array.isArray(settings) ? settings.includes(setting) : /^[1-9]\d{0,6}$/.test(setting)) {
    return { fault, setting };
  }
  throw new UnknownFault(`The fault ${name} cannot be set to "${setting}": give ${allowed(settings)}.`);
}

function defaultOf(settings: Settings): string {
  return 'unit' in settings ? String(settings.number) : settings[0];
}

function allowed(settings: Settings): string {
  return 'unit' in settings
    ? `a whole number of ${settings.unit}, such as ${settings.number}`
    : settings.join(', ');
}
