import { afterEach, describe, expect, it } from 'vitest';
import { startReferenceApi, type ReferenceApi } from '../../support/reference-api.ts';
import { walk } from './plain-api.ts';

let api: ReferenceApi | undefined;
afterEach(async () => {
  await api?.close();
  api = undefined;
});

/** A user with a history, so that what a run must not touch is there. */
async function settle({ baseUrl, token }: ReferenceApi): Promise<unknown> {
  for (const [path, body] of [
    ['mute-theme', { theme: 'sport' }],
    ['mute-theme', { theme: 'politique' }],
    ['mute-topic', { topic: 'football' }],
    ['mute-content-type', { content_type: 'podcast' }],
    // One of the faults flips this with every content type.
    ['toggle-paid-content', { hide_paid: true }],
  ] as const) {
    await fetch(`${baseUrl}/api/users/personalization/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  }
  return state({ baseUrl, token });
}

async function state({ baseUrl, token }: Pick<ReferenceApi, 'baseUrl' | 'token'>): Promise<unknown> {
  const answer = await fetch(`${baseUrl}/api/users/personalization/`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return answer.json();
}

describe.each(['current', 'january', 'june', 'november'] as const)('the release %s, healthy', (release) => {
  it('nothing above info is found, and nothing changes', async () => {
    api = await startReferenceApi({ release });
    const before = await settle(api);
    const walked = await walk(api.baseUrl, api);
    expect(walked.codes('error')).toEqual([]);
    expect(walked.codes('warning')).toEqual([]);
    expect(walked.examination.verdicts.filter(({ status }) => status === 'unknown')).toEqual([]);
    expect(walked.journal.at(-1)).toBe('settled');
    expect(await state(api)).toEqual(before);
  });
});

it('a user without a row is left with the same, empty lists', async () => {
  api = await startReferenceApi();
  const before = await state(api);
  const walked = await walk(api.baseUrl, api);
  expect(walked.codes('error').concat(walked.codes('warning'))).toEqual([]);
  expect(await state(api)).toEqual(before);
});

it.each(['long-traceback', 'nested-error', 'failing-writes'])(
  'the fault %s refuses every kind, and keeps the exception',
  async (fault) => {
    api = await startReferenceApi({ faults: [fault] });
    await settle(api);
    const walked = await walk(api.baseUrl, api);
    const rejected =
      walked.examination.verdicts.find(({ check }) => check === 'rejected-mute')?.findings ?? [];
    expect(rejected).toHaveLength(4);
    if (fault === 'long-traceback')
      expect(rejected[0]?.message).toMatch(
        /answered 500: AttributeError: .*\n\(\d+ frames; the innermost: File/,
      );
    if (fault === 'failing-writes') expect(rejected[0]?.facts['errorType']).toBe('TypeError');
  },
);

it.each([
  ['accepted-invalid-id', ['accepted-invalid-id']],
  ['blocked-preflight', ['blocked-preflight']],
  ['credentials-rejected', ['credentials-rejected']],
  ['duplicated-mute', ['duplicated-mute']],
  ['forged-token-accepted', ['forged-token-accepted']],
  ['leaked-mute', ['leaked-mute']],
  ['lingering-mute', ['lingering-mute', 'incomplete-cleanup']],
  ['lost-mute', ['lost-mute']],
  ['lost-preferences', ['lost-preferences']],
  ['missing-unmute', ['missing-unmute']],
  ['open-cors', ['open-cors']],
  ['clock-ahead', ['clock-skew']],
  ['unauthorised-writes=401', ['credentials-rejected']],
  ['unauthorised-writes=403', ['credentials-rejected']],
  ['open-endpoint', ['open-endpoint']],
  ['rejected-mute', ['rejected-mute']],
  ['server-error-on-bad-input', ['server-error-on-bad-input']],
  ['signing-keys-unavailable', ['signing-keys-unavailable']],
  ['unconfirmed-email', ['unconfirmed-email']],
  ['unnormalised-slug', ['unnormalised-slug']],
] as const)('the fault %s gives its own code and no other', async (fault, expected) => {
  api = await startReferenceApi({ faults: [fault] });
  await settle(api);
  const walked = await walk(api.baseUrl, { ...api, plan: { origin: 'https://app.example' } });
  expect(walked.codes('error').concat(walked.codes('warning')).toSorted()).toEqual([...expected].toSorted());
});
