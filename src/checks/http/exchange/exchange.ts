import * as z from 'zod/mini';

/**
 * Where a request came to grief. `tcp` is a refused or unroutable connection, `reset` one that broke after it
 * stood, `proxy` whatever a proxy of ours did or did not do.
 */
export const failureLayers = ['dns', 'tcp', 'tls', 'timeout', 'reset', 'protocol', 'proxy'] as const;

const milliseconds = z.nullable(z.number());

/** One request and what came of it: the unit of evidence for everything that speaks HTTP. */
export const exchangeShape = z.object({
  /** 1, 2, 3 … in the order of sending. */
  id: z.number(),
  /** What the request was for, in words: `mute theme`, `liveness`. */
  step: z.string(),
  request: z.object({
    method: z.string(),
    url: z.string(),
    /** The URL's path, as findings name it. */
    path: z.string(),
    /** Which credentials went along; the token itself is never evidence. */
    authorization: z.enum(['token', 'forged', 'malformed', 'none']),
    /** The user named this route: a 2xx answer of it may have any form. */
    named: z.optional(z.boolean()),
    /** The body as sent, cut at 2 000 characters; null without one. */
    body: z.nullable(z.string()),
  }),
  /** Milliseconds since the run began. */
  startedMs: z.number(),
  /**
   * Milliseconds each; null where the phase did not happen (a connection that was used again has no dns, tcp,
   * tls).
   */
  phases: z.object({
    dns: milliseconds,
    tcp: milliseconds,
    tls: milliseconds,
    firstByte: milliseconds,
    total: z.number(),
  }),
  remoteAddress: z.nullable(z.string()),
  /** It was sent again on a new connection: the one that stood turned out to be closed. */
  resent: z.optional(z.boolean()),
  /** Null when no status line came. */
  answer: z.nullable(
    z.object({
      status: z.number(),
      /** Lower-cased names; no cookies; values cut at 500 characters. */
      headers: z.record(z.string(), z.string()),
      body: z.object({
        /** Bytes read, after decompression; reading stops at 1 MB. */
        bytes: z.number(),
        /** True when the server had more to say than was read. */
        truncated: z.boolean(),
        /** The body as text: of one that is too long, its two ends. */
        text: z.string(),
        /**
         * The parsed body, when it is JSON and was read whole; absent otherwise. In a report the first level
         * alone, of a body over 64 KB.
         */
        json: z.optional(z.unknown()),
      }),
      /**
       * How the JSON differs from the documented shape: `muted_themes: expected array`. Empty when it agrees
       * or nothing was expected.
       */
      shapeIssues: z.array(z.string()),
    }),
  ),
  /** Why there is no answer, or (beside an answer) why it is not whole. */
  failure: z.nullable(
    z.object({
      layer: z.enum(failureLayers),
      /** The error's code where it has one: `ECONNREFUSED`, `CERT_HAS_EXPIRED`. */
      code: z.nullable(z.string()),
      message: z.string(),
    }),
  ),
  /** The request as a command line that can be pasted; the token stands as `$QA_TOKEN`. */
  curl: z.string(),
});
export type Exchange = z.infer<typeof exchangeShape>;
export type Answer = NonNullable<Exchange['answer']>;
