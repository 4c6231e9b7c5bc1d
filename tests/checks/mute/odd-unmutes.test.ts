import { afterEach, expect, it } from 'vitest';
import { walk } from './plain-api.ts';
import { startSmallApi, type Flaws } from './small-api.ts';

const history = { muted_themes: ['sport'], muted_topics: ['football'], muted_content_types: ['podcast'] };
const nobodys = { muted_themes: [], muted_topics: [], muted_content_types: [] };
const json = 'application/json';
let close: (() => Promise<void>) | undefined;
afterEach(async () => {
  await close?.();
});

async function start(flaws: Flaws, before: typeof history | typeof nobodys = history) {
  const api = await startSmallApi(flaws, structuredClone(before));
  close = api.close;
  return { ...api, before: structuredClone(api.state) };
}

it.each([
  [404, '{"detail":"nope"}', json, {}, null],
  [404, '{"detail":"Not Found"}', json, {}, null],
  [404, '{"detail":"Not Found"}', json, { unrouted: true }, 'missing-unmute'],
  [404, '{"error":"unknown path"}', json, { unrouted: true }, 'missing-unmute'],
  [404, '<pre>Cannot DELETE /api/x</pre>', 'text/html', { unrouted: true }, 'missing-unmute'],
  [404, '<html><center>nginx</center></html>', 'text/html', { unrouted: true }, 'missing-unmute'],
  [404, '', 'text/plain', { unrouted: true }, 'missing-unmute'],
  [405, '{"detail":"Method Not Allowed"}', json, {}, 'missing-unmute'],
  [405, '<h1>405 Not Allowed</h1>', 'text/html', {}, 'missing-unmute'],
  [501, '<h1>501 Not Implemented</h1>', 'text/html', {}, 'missing-unmute'],
  [400, '{"detail":"no"}', json, {}, 'rejected-unmute'],
  [403, '{"detail":"forbidden"}', json, {}, 'rejected-unmute'],
  [403, '<h1>Blocked</h1>', 'text/html', {}, 'rejected-unmute'],
  [409, '{"detail":"locked"}', json, {}, 'rejected-unmute'],
  [422, '{"detail":[]}', json, {}, 'rejected-unmute'],
  [500, '{"detail":"boom"}', json, {}, 'rejected-unmute'],
  [401, '{"detail":"Invalid token"}', json, {}, 'credentials-rejected'],
  [429, '', 'text/plain', {}, null],
  [200, '<!doctype html><title>App</title>', 'text/html', {}, null],
] as const)(
  'every unmute answered %i %s: what cannot be proven to come off is not put on',
  async (status, body, type, manner, code) => {
    const { origin, token, state, before } = await start({ deletes: { status, body, type, ...manner } });
    const walked = await walk(origin, { token });
    const { verdicts } = walked.examination;
    const valid = walked.api.exchanges.filter(({ step }) =>
      /^mute (source|theme|topic)( again)?$/.test(step),
    );
    expect(valid).toEqual([]);
    expect(state).toEqual(before);
    expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual(code === null ? [] : [code]);
    const unknown = verdicts.filter((verdict) => verdict.status === 'unknown').map(({ check }) => check);
    if (code === null) expect(unknown).toEqual(expect.arrayContaining(['missing-unmute', 'lost-mute']));
    // Nothing was muted, so nothing of it is green, nor left out by anybody's choice.
    expect(verdicts.find(({ check }) => check === 'lost-mute')?.status).toBe('unknown');
  },
);

it('an API that knows three content types alone is asked with one of them', async () => {
  const { origin, token, state, before } = await start({ closedTypes: true });
  const walked = await walk(origin, { token });
  expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual([]);
  expect(walked.examination.verdicts.filter(({ status }) => status === 'unknown')).toEqual([]);
  expect(walked.api.exchanges.filter(({ step }) => step === 'mute content-type')).toHaveLength(1);
  expect(state).toEqual(before);
});

it.each([
  // DELETE and the wrong verb come to the older replica, and one or two of those that are asked again.
  [2, false],
  [4, false],
  [1, true],
])('%i answers of an older replica are no missing endpoint, read only: %s', async (...given) => {
  const [olderReplica, readOnly] = given;
  const { origin, token, state, before } = await start({ olderReplica });
  const walked = await walk(origin, { token, plan: { readOnly } });
  expect([...walked.codes('error'), ...walked.codes('warning')]).toEqual([]);
  const verdict = walked.examination.verdicts.find(({ check }) => check === 'missing-unmute');
  expect(verdict).toMatchObject({
    status: 'unknown',
    reason: expect.stringMatching(
      /theme: (GET|DELETE) was answered 404, and (405|200) when asked again: replicas/,
    ),
  });
  // What may not come off is not put on.
  expect(walked.api.exchanges.filter(({ step }) => step === 'mute theme')).toEqual([]);
  expect(state).toEqual(before);
});

it.each([
  // The unmute of the run, and that of the clean-up; then some of those that are sent again, side by side.
  [2, true],
  [4, true],
  [99, false],
])('after %i answers of an older replica nothing is left: %s', async (olderReplicaLater, isComplete) => {
  const { origin, token, state, before } = await start({ olderReplicaLater });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual(['rejected-unmute', ...(isComplete ? [] : ['incomplete-cleanup'])]);
  if (isComplete) expect(state).toEqual(before);
  else
    expect(walked.examination.evidence['cleanup']).toMatchObject({ undo: [expect.stringMatching(/^psql/)] });
});

it('an endpoint that is missing however often it is asked for is told', async () => {
  const { origin, token } = await start({ olderReplica: 99 });
  const walked = await walk(origin, { token });
  expect(walked.codes('warning')).toEqual(['missing-unmute']);
  expect(walked.api.exchanges.filter(({ step }) => step === 'look for unmute theme')).toHaveLength(4);
});

it.each([
  [502, '<center>nginx/1.27.3</center>', 'text/html', 'nginx answered in front of the application'],
  [503, 'upstream connect error or disconnect/reset before headers', 'text/plain', 'Envoy answered in front'],
])('an unmute that a proxy answers with %i is no refusal of the application', async (...given) => {
  const [status, body, type, reason] = given;
  const { origin, token } = await start({ deletes: { status, body, type, later: true } });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual(['incomplete-cleanup']);
  const verdict = walked.examination.verdicts.find(({ check }) => check === 'rejected-unmute');
  expect(verdict).toMatchObject({ status: 'unknown', reason: expect.stringContaining(reason) });
});

it('credentials that are refused from the first mute on are told beside what is left', async () => {
  const body = '{"detail":"Invalid token: Signature has expired."}';
  const { origin, token } = await start({ deletes: { status: 401, body, type: json, later: true } });
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual(['credentials-rejected', 'incomplete-cleanup']);
  const findings = walked.examination.verdicts.flatMap((verdict) => verdict.findings);
  expect(findings.find(({ code }) => code === 'credentials-rejected')?.message).toMatch(
    /to a token that is locally sound, .*: Invalid token: Signature has expired\.$/,
  );
});

it('404 to a user with a row says so in the reason', async () => {
  const { origin, token } = await start({ deletes: { status: 404, body: '{"detail":"nope"}', type: json } });
  const { examination } = await walk(origin, { token });
  const reason = examination.verdicts.find(({ check }) => check === 'missing-unmute')?.reason;
  expect(reason).toContain('theme: DELETE was answered 404, though the user has a row');
});

it('a user who seems to have no row is muted one value, and no more once a row does not help', async () => {
  const { origin, token, state } = await start(
    { rowless: 'none', deletes: { status: 404, body: '{"detail":"none"}', type: json } },
    nobodys,
  );
  const walked = await walk(origin, { token });
  expect(Object.values(state).flat()).toHaveLength(1);
  expect(walked.codes('error')).toEqual(expect.arrayContaining(['rejected-unmute', 'incomplete-cleanup']));
  expect(walked.journal.at(-1)).not.toBe('settled');
});

it('a user without a row whose mutes are lost has none afterwards, and 404 is no fault', async () => {
  const { origin, token, state, before } = await start(
    { rowless: 'none', queues: { status: 200, body: {} } },
    nobodys,
  );
  const walked = await walk(origin, { token });
  expect(walked.codes('error')).toEqual(['lost-mute']);
  expect(
    walked.api.exchanges.filter(({ step }) => /^mute (source|theme|topic|content-type)$/.test(step)),
  ).toHaveLength(4);
  expect(state).toEqual(before);
});

it('with --allow-residue it is muted all the same, and what is left is told', async () => {
  const { origin, token } = await start({ deletes: { status: 404, body: '{"detail":"nope"}', type: json } });
  const walked = await walk(origin, { token, plan: { allowResidue: true } });
  expect(walked.codes('error')).toContain('incomplete-cleanup');
});
