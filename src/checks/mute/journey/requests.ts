import type { Api, ApiRequest } from '../../http/client/api.ts';
import {
  contracts,
  flagContracts,
  kinds,
  personalizationPath,
  type Kind,
  type SettableFlag,
} from '../preferences/kinds.ts';
import { acknowledgements, personalizationAnswer } from '../preferences/answer-shapes.ts';

/** A page of no known site: an API that lets it in with a user's credentials lets every website in. */
export const strangeOrigin = 'https://qa-probe.example';

type Prefix = Pick<Api, 'prefix'>;

/** GET of the lists, as the contract has it: with the slash. */
export function readRequest(api: Prefix, step: string): ApiRequest {
  return {
    step,
    method: 'GET',
    path: `${api.prefix}${personalizationPath}/`,
    authorization: 'token',
    expects: personalizationAnswer,
  };
}

/**
 * The same, past whatever keeps answers: no cache in front knows an address with this query, and the
 * header asks it not to answer from what it has (RFC 9111, section 5.2.1.4). The API ignores both.
 */
export function freshReadRequest(api: Prefix, step: string, unique: string): ApiRequest {
  const request = readRequest(api, step);
  return {
    ...request,
    path: `${request.path}?qa-fresh=${unique}`,
    headers: { 'cache-control': 'no-cache' },
  };
}

/** The same without the slash, which the contract answers 404. */
export function readWithoutSlashRequest(api: Prefix): ApiRequest {
  return {
    step: 'read without the slash',
    method: 'GET',
    path: `${api.prefix}${personalizationPath}`,
    authorization: 'token',
  };
}

export function muteRequest(api: Prefix, kind: Kind, value: string, step = `mute ${kind}`): ApiRequest {
  return {
    step,
    method: 'POST',
    path: mutePath(api, kind),
    authorization: 'token',
    json: { [contracts[kind].field]: value },
    expects: acknowledgements[kind],
    // Lists are sets: what was perhaps done already is done again to no effect.
    repeatable: true,
  };
}

export function unmuteRequest(api: Prefix, kind: Kind, value: string, step = `unmute ${kind}`): ApiRequest {
  return {
    step,
    method: 'DELETE',
    path: unmutePath(api, kind, value),
    authorization: 'token',
    expects: acknowledgements[kind],
    repeatable: true,
  };
}

/** Sets a flag, by the route that has one. */
export function flagRequest(api: Prefix, flag: SettableFlag, value: boolean): ApiRequest {
  const { route, field } = flagContracts[flag];
  return {
    step: `restore ${flag}`,
    method: 'POST',
    path: `${api.prefix}${personalizationPath}/${route}`,
    authorization: 'token',
    json: { [field]: value },
  };
}

/** Unmutes a value that nobody has: it says whether the endpoint exists, and changes no list. */
export function unusedUnmuteRequest(api: Prefix, kind: Kind, value: string): ApiRequest {
  return {
    step: `look for unmute ${kind}`,
    method: 'DELETE',
    path: unmutePath(api, kind, value),
    authorization: 'token',
  };
}

/** The wrong verb on an unmute path: 405 when the path is routed, 404 when it is not. */
export function wrongVerbRequest(api: Prefix, kind: Kind, value: string): ApiRequest {
  return {
    step: `look again for unmute ${kind}`,
    method: 'GET',
    path: unmutePath(api, kind, value),
    authorization: 'token',
  };
}

/** A mute without a value and without a token: it stores nothing, whoever is let in. */
export function emptyMuteStep(kind: Kind): string {
  return `mute nothing (${kind}) without a token`;
}

/**
 * The same with a value: sent where the empty one was refused for its body, which says nothing of the token.
 */
export function wholeMuteStep(kind: Kind): string {
  return `mute ${kind} without a token`;
}

/** Whether a status is about the body: the request may have been let in without a token. */
export function isAboutBody(status: number | null): boolean {
  return status === 400 || status === 422;
}

/**
 * Requests without a token, or with a forged one, that store nothing even where they are let in: reads,
 * unmutes of a value that nobody has, and mutes without a value.
 */
export function credentialRequests(
  api: Prefix,
  unused: Record<Kind, string>,
  readOnly: boolean,
): ApiRequest[] {
  const read = { method: 'GET', path: `${api.prefix}${personalizationPath}/` } as const;
  const reads: ApiRequest[] = [
    { ...read, step: 'read without a token', authorization: 'none' },
    { ...read, step: 'read with a forged signature', authorization: 'forged' },
    { ...read, step: 'read with a malformed token', authorization: 'malformed' },
  ];
  if (readOnly) return reads;
  return [
    ...reads,
    {
      step: 'unmute theme with a forged signature',
      method: 'DELETE',
      path: unmutePath(api, 'theme', unused.theme),
      authorization: 'forged',
    },
    ...kinds.flatMap((kind): ApiRequest[] => [
      {
        step: emptyMuteStep(kind),
        method: 'POST',
        path: mutePath(api, kind),
        authorization: 'none',
        json: {},
      },
      {
        step: `unmute ${kind} without a token`,
        method: 'DELETE',
        path: unmutePath(api, kind, unused[kind]),
        authorization: 'none',
      },
    ]),
  ];
}

interface BadInput extends ApiRequest {
  /** What a lenient server would store of it. */
  readonly stores?: { readonly kind: Kind; readonly value: string };
}

/**
 * Mutes that must be refused. What a lenient server might store of them holds the marker, so that it can be
 * undone.
 */
export function badInputRequests(api: Prefix, marker: string): BadInput[] {
  const bad = (
    kind: Kind,
    step: string,
    body: Pick<ApiRequest, 'json' | 'raw'>,
    value?: string,
  ): BadInput => ({
    step,
    method: 'POST',
    path: mutePath(api, kind),
    authorization: 'token',
    ...body,
    ...(value !== undefined && { stores: { kind, value } }),
  });
  const noId = `qa-probe-${marker}-no-uuid`;
  const inList = `qa-probe-${marker}-list`;
  const noType = `qa-probe-${marker}`;
  return [
    bad('source', invalidIdStep, { json: { source_id: noId } }, noId),
    bad('source', 'mute source without a field', { json: {} }),
    bad('theme', 'mute theme with a wrong type', { json: { theme: [inList] } }, inList),
    bad('topic', 'mute topic with no JSON', { raw: { body: '{"topic": ', contentType: 'application/json' } }),
    bad('content-type', 'mute an unknown content type', { json: { content_type: noType } }, noType),
    // Without the field there is nothing to store, however much is sent.
    bad('theme', 'mute theme with an oversized body', { json: { padding: 'x'.repeat(256 * 1024) } }),
  ];
}

/** The step that `accepted-invalid-id` is about. */
export const invalidIdStep = 'mute an id that is not a UUID';

/** What a browser asks before it mutes or unmutes. Of a source: every release can unmute one. */
function preflightRequests(api: Prefix, unused: Record<Kind, string>, origin: string): ApiRequest[] {
  const ask = (method: string, path: string): ApiRequest => ({
    step: `preflight ${method}`,
    method: 'OPTIONS',
    path,
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type',
    },
  });
  return [ask('POST', mutePath(api, 'source')), ask('DELETE', unmutePath(api, 'source', unused.source))];
}

/** What is asked as browsers do: for a page of no known site, and for the app's own where it is named. */
export function crossOriginRequests(
  api: Prefix,
  unused: Record<Kind, string>,
  origin: string | null,
): ApiRequest[] {
  const strange = preflightRequests(api, unused, strangeOrigin).slice(0, 1);
  return origin === null
    ? strange
    : [...strange, ...preflightRequests(api, unused, origin), refusedByBrowserRequest(api, origin)];
}

/** The error answer that a browser must be able to read: a refused GET, as a page sees it. */
function refusedByBrowserRequest(api: Prefix, origin: string): ApiRequest {
  return {
    step: 'refused read from a browser',
    method: 'GET',
    path: `${api.prefix}${personalizationPath}/`,
    authorization: 'none',
    headers: { origin },
  };
}

function mutePath(api: Prefix, kind: Kind): string {
  return `${api.prefix}${personalizationPath}/${contracts[kind].mute}`;
}

function unmutePath(api: Prefix, kind: Kind, value: string): string {
  return `${api.prefix}${personalizationPath}/${contracts[kind].unmute}/${encodeURIComponent(value)}`;
}
