import * as z from 'zod/mini';

const claimsShape = z.looseObject({ sub: z.optional(z.string()), exp: z.optional(z.number()) });

/** What a bearer token says of itself, read without asking anyone. */
export type TokenReading =
  | { readonly status: 'malformed'; readonly reason: string }
  | {
      readonly status: 'sound' | 'expired';
      /** The user. */
      readonly subject: string | null;
      /** Seconds since 1970 (RFC 7519, section 4.1.4); null where the token names no end. */
      readonly expiresAt: number | null;
      /** The header's `alg`. */
      readonly algorithm: string;
    };

/**
 * Reads a JWT (RFC 7519) locally: three parts, JSON header with `alg`, JSON claims. The signature is the
 * server's business.
 */
export function readToken(token: string, nowMs: number): TokenReading {
  const malformed = (reason: string): TokenReading => ({ status: 'malformed', reason });
  const parts = token.split('.');
  if (parts.length !== 3) {
    return malformed(
      `it has ${parts.length} ${parts.length === 1 ? 'part' : 'parts'} between its dots; a JWT has 3`,
    );
  }
  const header = z.looseObject({ alg: z.string() }).safeParse(decode(parts[0]));
  if (!header.success) return malformed('its first part is not a JSON header with an "alg"');
  const claims = claimsShape.safeParse(decode(parts[1]));
  if (!claims.success) return malformed('its second part is not a JSON object of claims');
  if (parts[2] === '') return malformed('its signature is empty');
  const expiresAt = claims.data.exp ?? null;
  return {
    status: expiresAt !== null && expiresAt * 1000 <= nowMs ? 'expired' : 'sound',
    subject: claims.data.sub ?? null,
    expiresAt,
    algorithm: header.data.alg,
  };
}

function decode(part: string | undefined): unknown {
  if (part === undefined || !/^[\w-]+=*$/.test(part)) return undefined;
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
