import { expect, it } from 'vitest';
import { readToken } from '../../../../src/checks/mute/token/read-token.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
const jwt = (claims: unknown, header: unknown = { alg: 'ES256' }): string =>
  `${part(header)}.${part(claims)}.QUJD`;

it('a sound token names its user and its moments', () => {
  expect(readToken(jwt({ sub: 'u', exp: 20, iat: 1, nbf: 2, role: 'authenticated' }), 10_000)).toEqual({
    status: 'sound',
    subject: 'u',
    expiresAt: 20,
    issuedAt: 1,
    notBefore: 2,
    algorithm: 'ES256',
  });
});

it.each([
  ['the anon key', jwt({ role: 'anon', iss: 'supabase', exp: 9e9 })],
  ['a service_role key', jwt({ role: 'service_role', exp: 9e9 })],
  ['a service_role key whose user is null', jwt({ role: 'service_role', sub: null, email: null, exp: 9e9 })],
  ['an anon key without moments', jwt({ role: 'anon', sub: null, exp: null, iat: null, nbf: null })],
  ['an expired anon key', jwt({ role: 'anon', exp: 1 })],
  ['a publishable key', 'sb_publishable_abcdefghijklmnop'],
  ['a secret key', 'sb_secret_abcdefghijklmnop'],
  ['a personal access token', 'sbp_0123456789abcdef'],
])("%s is no user's", (_, token) => {
  expect(readToken(token, 10_000).status).toBe('not-a-user');
});

it('a claim that is null says as little as one that is absent', () => {
  expect(readToken(jwt({ sub: null, role: null, exp: null }), 0)).toMatchObject({
    status: 'sound',
    subject: null,
    expiresAt: null,
  });
});

it.each([
  '',
  'x',
  'a.b',
  'a.b.c.d',
  jwt('text'),
  `${jwt({}).replace(/[^.]*$/, '')}`,
  jwt({}, { typ: 'JWT' }),
  `${jwt({})}😀`,
  `${jwt({})}\n${jwt({})}`,
  jwt({ exp: '20' }),
])('%j is malformed', (token) => expect(readToken(token, 0).status).toBe('malformed'));

it('a claim of another type is named', () => {
  expect(readToken(jwt({ sub: 'u', exp: '20' }), 0)).toMatchObject({
    status: 'malformed',
    reason: expect.stringContaining('"exp"'),
  });
});

it('a token that has died is expired, to the second', () => {
  expect(readToken(jwt({ sub: 'u', exp: 10 }), 10_000).status).toBe('expired');
  expect(readToken(jwt({ sub: 'u', exp: 10 }), 9_999).status).toBe('sound');
});
