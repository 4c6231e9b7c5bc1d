import { expect, it } from 'vitest';
import { lookForProfile } from '../../../../src/qa/commands/diagnose/profile.ts';
import { readEvidence } from '../../../../src/qa/commands/diagnose/saved.ts';
import { exampleKey, exampleKeys } from '../../../../src/checks/foreign-keys/examples/keys.ts';
import { createSecrets } from '../../../../src/qa/secrets/secrets.ts';
import { ownProcesses } from '../../../support/own-processes.ts';

const coded = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const token = `${coded({ alg: 'HS256' })}.${coded({ sub: '6f0c1f8e-0000-4000-8000-000000000001' })}.c2ln`;
/** A folder of sockets that no machine has. */
const target = { name: 'prod', databaseUrl: 'postgresql:///d?host=/no/such/folder' };
const options = { timeout: 1_000, deadline: 2_000 };

function appOf() {
  const { signal } = new AbortController();
  return {
    io: { environment: {}, cwd: '/', processes: ownProcesses, readStdin: async () => '' },
    secrets: createSecrets(),
    interruption: { signal, giveUp: signal, exitCode: () => null },
    progress: () => undefined,
  };
}

it('of a token that names nobody no profile is looked for', async () => {
  expect(await lookForProfile(options, appOf(), target, 'nobody', Promise.resolve())).toEqual({});
});

it('a database that is not there is no failure of its own, and no evidence', async () => {
  expect(await lookForProfile(options, appOf(), target, token, Promise.resolve())).toEqual({});
});

it('of saved evidence what causes read is kept, where it has its shape', () => {
  const evidence = { keys: exampleKeys([exampleKey()]), profile: { table: 'public.p', present: false } };
  expect(readEvidence({ ...evidence, journey: 'of another form', other: 1 })).toEqual(evidence);
  expect(readEvidence({ keys: 1, profile: { table: 7 } })).toEqual({});
});
