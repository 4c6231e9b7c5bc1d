import {
  createRemoteJWKSet,
  errors,
  exportJWK,
  generateKeyPair,
  jwtVerify,
  SignJWT,
  type JSONWebKeySet,
  type JWTPayload,
} from 'jose';
import { HttpError } from './http-error.ts';

export interface User {
  /** The account's id: `sub`. */
  readonly id: string;
}

/** Reads the Authorization header, or throws the answer that it deserves. */
export type Authenticate = (authorization: string | undefined) => Promise<User>;

/** Claims as the identity provider writes them; tests override single ones. */
export interface TokenOverrides extends JWTPayload {
  /** Seconds from now; negative for a token that has expired. Default one hour. */
  readonly expiresIn?: number;
}

/** The identity provider's half: signs tokens, and publishes the public key. */
export interface Issuer {
  readonly keys: JSONWebKeySet;
  mintToken(overrides?: TokenOverrides): Promise<string>;
}

/** The user whose token `mintToken` makes. */
export const testUserId = '5e0c2f6a-7d1b-4c7e-9f43-1a2b3c4d5e6f';
const keyId = 'reference-api';

export async function createIssuer(): Promise<Issuer> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const key = { ...(await exportJWK(publicKey)), kid: keyId, alg: 'ES256', use: 'sig' };
  return {
    keys: { keys: [key] },
    mintToken: ({ expiresIn = 3600, ...claims } = {}) => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({
        sub: testUserId,
        aud: 'authenticated',
        role: 'authenticated',
        email: 'reader@example.com',
        email_confirmed_at: '2026-01-01T00:00:00Z',
        app_metadata: { provider: 'email' },
        is_anonymous: false,
        iat: now - 60,
        exp: now + expiresIn,
        ...claims,
      })
        .setProtectedHeader({ alg: 'ES256', kid: keyId, typ: 'JWT' })
        .sign(privateKey);
    },
  };
}

/** The credentials of a bearer header, or the 403 that comes before the body is looked at. */
export function bearerOf(authorization: string | undefined): string {
  const [scheme = '', credentials = ''] = (authorization ?? '').trim().split(/ +(.*)/s);
  if (scheme === '' || credentials.trim() === '') throw new HttpError(403, 'Not authenticated');
  if (scheme.toLowerCase() !== 'bearer') throw new HttpError(403, 'Invalid authentication credentials');
  return credentials.trim();
}

/** Answers as newer releases do: 401 to every request that brings no bearer token. */
export function asking401(authenticate: Authenticate): Authenticate {
  return async (authorization) => {
    try {
      bearerOf(authorization);
    } catch {
      throw new HttpError(401, 'Not authenticated', { 'www-authenticate': 'Bearer' });
    }
    return authenticate(authorization);
  };
}

/**
 * Verifies tokens against the keys at `keysUrl`, which is asked for when the first token comes: the API may
 * serve them itself.
 */
export function createAuthenticate(keysUrl: () => string, now: () => Date = () => new Date()): Authenticate {
  let keys: ReturnType<typeof createRemoteJWKSet> | undefined;
  return async (authorization) => {
    const token = bearerOf(authorization);
    keys ??= createRemoteJWKSet(new URL(keysUrl()), { timeoutDuration: 3_000 });
    const { payload } = await jwtVerify(token, keys, {
      audience: 'authenticated',
      algorithms: ['ES256'],
      currentDate: now(),
    }).catch(refuse);
    return confirmedUser(payload);
  };
}

/** The account in the claims; an account that signed up by e-mail must have confirmed it. */
export function confirmedUser(claims: JWTPayload): User {
  if (typeof claims.sub !== 'string') throw new HttpError(401, 'Invalid token: missing sub');
  const provider = (claims['app_metadata'] as { provider?: unknown } | undefined)?.provider;
  const confirmed = claims['email_confirmed_at'] !== null && claims['email_confirmed_at'] !== undefined;
  if (provider === 'email' && claims['is_anonymous'] !== true && !confirmed)
    throw new HttpError(403, 'Email not confirmed');
  return { id: claims.sub };
}

function refuse(error: unknown): never {
  // Network errors, and answers without keys, are the API's trouble: the token may be sound.
  const keysAtFault =
    !(error instanceof errors.JOSEError) ||
    error.code === 'ERR_JOSE_GENERIC' ||
    error instanceof errors.JWKSTimeout ||
    error instanceof errors.JWKSInvalid;
  const reason = error instanceof Error ? error.message : String(error);
  throw keysAtFault
    ? new HttpError(501, `Auth configuration error: ${reason}`)
    : new HttpError(401, `Invalid token: ${reason}`);
}
