import * as z from 'zod/mini';
import { counted } from '../../support/in-words.ts';

/** A claim that is null says as little as one that is absent. */
const seconds = z.nullish(z.number());
const claimsShape = z.looseObject({
  sub: z.nullish(z.string()),
  role: z.nullish(z.string()),
  exp: seconds,
  iat: seconds,
  nbf: seconds,
});

/** What a bearer token says of itself, read without asking anyone. */
export type TokenReading =
  /** No token at all, or none of a user's: `reason` completes "it …". */
  | { readonly status: 'malformed' | 'not-a-user'; readonly reason: string }
  | {
      readonly status: 'sound' | 'expired';
      /** The user. */
      readonly subject: string | null;
      /** Seconds since 1970 (RFC 7519, section 4.1); null where the token does not name the moment. */
      readonly expiresAt: number | null;
      readonly issuedAt: number | null;
      readonly notBefore: number | null;
      /** The header's `alg`. */
      readonly algorithm: string;
    };

const base64url = /^[\w-]+=*$/;

/** Roles of Supabase's keys: they open a project, and name no user. */
const keyRoles: ReadonlySet<string> = new Set(['anon', 'service_role', 'supabase_admin']);

/**
 * Reads a JWT (RFC 7519) locally: three parts, JSON header with `alg`, JSON claims. The signature is the
 * server's business.
 */
export function readToken(token: string, nowMs: number): TokenReading {
  const malformed = (reason: string): TokenReading => ({ status: 'malformed', reason });
  if (/^sb[a-z]?_/.test(token))
    return { status: 'not-a-user', reason: 'begins as an API key of Supabase does' };
  const parts = token.split('.');
  if (parts.length !== 3) {
    return malformed(`has ${counted(parts.length, 'part')} between its dots; a JWT has 3`);
  }
  const header = z.looseObject({ alg: z.string() }).safeParse(decode(parts[0]));
  if (!header.success) return malformed('has no JSON header with an "alg" in its first part');
  const body = z.record(z.string(), z.unknown()).safeParse(decode(parts[1]));
  if (!body.success) return malformed('has no JSON object of claims in its second part');
  const claims = claimsShape.safeParse(body.data);
  if (!claims.success)
    return malformed(
      `has a claim "${String(claims.error.issues[0]?.path[0])}" of another type than it should`,
    );
  if (parts[2] === '') return malformed('has an empty signature');
  if (!base64url.test(parts[2] ?? '')) return malformed('has a signature that is not base64url');
  const { sub, role, exp, iat, nbf } = claims.data;
  if (role != null && keyRoles.has(role))
    return { status: 'not-a-user', reason: `has the role ${role}: it is a key of the project` };
  return {
    status: exp != null && exp * 1000 <= nowMs ? 'expired' : 'sound',
    subject: sub ?? null,
    expiresAt: exp ?? null,
    issuedAt: iat ?? null,
    notBefore: nbf ?? null,
    algorithm: header.data.alg,
  };
}

/** Whom a token names; null where it names nobody. */
export function userOfToken(token: string): string | null {
  const reading = readToken(token, 0);
  return 'subject' in reading ? reading.subject : null;
}

function decode(part: string | undefined): unknown {
  if (part === undefined || !base64url.test(part)) return undefined;
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
