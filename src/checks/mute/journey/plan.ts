import type { Api, ApiRequest } from '../../http/client/api.ts';
import type { MutePlan } from '../probes/context.ts';
import { kinds } from '../preferences/kinds.ts';
import {
  badInputRequests,
  credentialRequests,
  freshReadRequest,
  muteRequest,
  crossOriginRequests,
  readRequest,
  readWithoutSlashRequest,
  unmuteRequest,
  unusedUnmuteRequest,
  wrongVerbRequest,
} from './requests.ts';
import { probeValue, unusedValues } from './values.ts';

/**
 * What a run against a healthy API would send, in order, for --dry-run. It is made by the functions that make
 * the real requests; the values of a real run have another marker, and its content type is one that the user
 * has not muted.
 */
export function plannedRequests(api: Pick<Api, 'prefix'>, plan: MutePlan, marker: string): ApiRequest[] {
  const unused = unusedValues(marker);
  const valueOf = (kind: (typeof kinds)[number]): string =>
    plan.overrides[kind] ?? (kind === 'content-type' ? 'youtube' : probeValue(kind, marker));
  const looking = [
    readRequest(api, 'read the lists before'),
    readWithoutSlashRequest(api),
    ...kinds.map((kind) => (plan.readOnly ? wrongVerbRequest : unusedUnmuteRequest)(api, kind, unused[kind])),
    ...credentialRequests(api, unused, plan.readOnly),
    ...crossOriginRequests(api, unused, plan.origin),
  ];
  if (plan.readOnly) return looking;
  const mutes = (suffix: string): ApiRequest[] =>
    kinds.map((kind) => muteRequest(api, kind, valueOf(kind), `mute ${kind}${suffix}`));
  const rounds = Array.from({ length: plan.repeat }, () => [
    muteRequest(api, 'theme', valueOf('theme')),
    readRequest(api, 'read'),
    unmuteRequest(api, 'theme', valueOf('theme')),
  ]);
  return [
    ...looking,
    ...badInputRequests(api, marker),
    ...mutes(''),
    ...mutes(' again'),
    readRequest(api, 'read back, muted'),
    ...kinds.map((kind) => unmuteRequest(api, kind, valueOf(kind))),
    readRequest(api, 'read back, unmuted'),
    freshReadRequest(api, 'read back, unmuted, past caches', `${marker}-1`),
    ...rounds.flat(),
  ];
}
