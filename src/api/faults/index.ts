import { acceptedInvalidId } from './accepted-invalid-id.ts';
import { acceptedLater } from './accepted-later.ts';
import { blockedPreflight } from './blocked-preflight.ts';
import { cachedHealth } from './cached-health.ts';
import { cachedList } from './cached-list.ts';
import { clockAhead } from './clock-ahead.ts';
import { contradictingHealth } from './contradicting-health.ts';
import { controlSequences } from './control-sequences.ts';
import { credentialsRejected } from './credentials-rejected.ts';
import { deadLiveness } from './dead-liveness.ts';
import { deadWorker } from './dead-worker.ts';
import { duplicatedMute } from './duplicated-mute.ts';
import { exposedInternals } from './exposed-internals.ts';
import { extraFields } from './extra-fields.ts';
import { failingWrites } from './failing-writes.ts';
import { flapping } from './flapping.ts';
import { foreignHealth } from './foreign-health.ts';
import { foreignValues } from './foreign-values.ts';
import { forgedTokenAccepted } from './forged-token-accepted.ts';
import { gatewayPage } from './gateway-page.ts';
import { healthBody } from './health-body.ts';
import { healthPage } from './health-page.ts';
import { healthyButFailing } from './healthy-but-failing.ts';
import { httpsRedirect } from './https-redirect.ts';
import { leakedConnections } from './leaked-connections.ts';
import { leakedMute } from './leaked-mute.ts';
import { lingeringMute } from './lingering-mute.ts';
import { longTraceback } from './long-traceback.ts';
import { lostMute } from './lost-mute.ts';
import { lostPreferences } from './lost-preferences.ts';
import { missingReadiness } from './missing-readiness.ts';
import { missingUnmute } from './missing-unmute.ts';
import { mixedVersions } from './mixed-versions.ts';
import { nestedError } from './nested-error.ts';
import { nullPool } from './null-pool.ts';
import { oddCors } from './odd-cors.ts';
import { openCors } from './open-cors.ts';
import { openEndpoint } from './open-endpoint.ts';
import { otherHost } from './other-host.ts';
import { otherSpelling } from './other-spelling.ts';
import { pagedList } from './paged-list.ts';
import { profileNotCreated } from './profile-not-created.ts';
import { racingWrites } from './racing-writes.ts';
import { rateLimited } from './rate-limited.ts';
import { redirectedRequest } from './redirected-request.ts';
import { refusedPosts } from './refused-posts.ts';
import { rejectedHealthcheckHost } from './rejected-healthcheck-host.ts';
import { rejectedMute } from './rejected-mute.ts';
import { rejectedUuid } from './rejected-uuid.ts';
import { renamedField } from './renamed-field.ts';
import { replacingMute } from './replacing-mute.ts';
import { replicaLag } from './replica-lag.ts';
import { resettingFlags } from './resetting-flags.ts';
import { saturatedPool } from './saturated-pool.ts';
import { serverErrorOnBadInput } from './server-error-on-bad-input.ts';
import { shuffledLists } from './shuffled-lists.ts';
import { signingKeysUnavailable } from './signing-keys-unavailable.ts';
import { slashMismatch } from './slash-mismatch.ts';
import { sleeping } from './sleeping.ts';
import { slowResponse } from './slow-response.ts';
import { tokenDies } from './token-dies.ts';
import { unauthorisedWrites } from './unauthorised-writes.ts';
import { unconfirmedEmail } from './unconfirmed-email.ts';
import { unexpectedShape } from './unexpected-shape.ts';
import { unnormalisedSlug } from './unnormalised-slug.ts';
import { workerCaches } from './worker-caches.ts';
import type { Fault, Settings } from '../patient.ts';

/** Every fault by the name under which incidents and tests ask for it. */
export const faults: Readonly<Record<string, Fault>> = {
  'accepted-invalid-id': acceptedInvalidId,
  'accepted-later': acceptedLater,
  'blocked-preflight': blockedPreflight,
  'cached-health': cachedHealth,
  'cached-list': cachedList,
  'clock-ahead': clockAhead,
  'contradicting-health': contradictingHealth,
  'control-sequences': controlSequences,
  'credentials-rejected': credentialsRejected,
  'dead-liveness': deadLiveness,
  'dead-worker': deadWorker,
  'duplicated-mute': duplicatedMute,
  'exposed-internals': exposedInternals,
  'extra-fields': extraFields,
  'failing-writes': failingWrites,
  flapping,
  'foreign-health': foreignHealth,
  'foreign-values': foreignValues,
  'forged-token-accepted': forgedTokenAccepted,
  'gateway-page': gatewayPage,
  'health-body': healthBody,
  'health-page': healthPage,
  'healthy-but-failing': healthyButFailing,
  'https-redirect': httpsRedirect,
  'leaked-connections': leakedConnections,
  'leaked-mute': leakedMute,
  'lingering-mute': lingeringMute,
  'long-traceback': longTraceback,
  'lost-mute': lostMute,
  'lost-preferences': lostPreferences,
  'missing-readiness': missingReadiness,
  'missing-unmute': missingUnmute,
  'mixed-versions': mixedVersions,
  'nested-error': nestedError,
  'null-pool': nullPool,
  'odd-cors': oddCors,
  'open-cors': openCors,
  'open-endpoint': openEndpoint,
  'other-host': otherHost,
  'other-spelling': otherSpelling,
  'paged-list': pagedList,
  'profile-not-created': profileNotCreated,
  'racing-writes': racingWrites,
  'rate-limited': rateLimited,
  'redirected-request': redirectedRequest,
  'refused-posts': refusedPosts,
  'rejected-healthcheck-host': rejectedHealthcheckHost,
  'rejected-mute': rejectedMute,
  'rejected-uuid': rejectedUuid,
  'renamed-field': renamedField,
  'replacing-mute': replacingMute,
  'replica-lag': replicaLag,
  'resetting-flags': resettingFlags,
  'saturated-pool': saturatedPool,
  'server-error-on-bad-input': serverErrorOnBadInput,
  'shuffled-lists': shuffledLists,
  'signing-keys-unavailable': signingKeysUnavailable,
  'slash-mismatch': slashMismatch,
  sleeping,
  'slow-response': slowResponse,
  'token-dies': tokenDies,
  'unauthorised-writes': unauthorisedWrites,
  'unconfirmed-email': unconfirmedEmail,
  'unexpected-shape': unexpectedShape,
  'unnormalised-slug': unnormalisedSlug,
  'worker-caches': workerCaches,
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
