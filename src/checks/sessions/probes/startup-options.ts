import * as z from 'zod/mini';
import { describeError } from '../../support/describe-error.ts';
import { sqlState } from '../../postgres/session/errors.ts';
import { defineProbe } from '../../probe.ts';
import { timeoutMs } from '../in-force/setting.ts';
import { askedMs, askedNames, type AskedName } from '../in-force/wanted.ts';
import type { SessionsContext } from './context.ts';
import { inForce } from './in-force.ts';
import { readInForce, type InForce } from './read-in-force.ts';
import { onPlainConnection, plainOptions, type PlainOptions } from './plain-connection.ts';

/**
 * How clients ask at start-up: libpq, psycopg and JDBC in `options`, node-postgres in parameters of their
 * own.
 */
export const ways = ['options', 'parameters'] as const;

const times = z.record(z.string(), z.number());

export const startupOptionsShape = z.object({
  /** Milliseconds, by setting. */
  asked: times,
  ways: z.array(
    z.object({
      way: z.enum(ways),
      /** Refused is what the server or a pooler said no to; failed is what says nothing of options. */
      outcome: z.enum(['accepted', 'rejected', 'failed']),
      /** Why it was not accepted. */
      message: z.nullable(z.string()),
      /** What was in force then, in milliseconds. */
      got: times,
    }),
  ),
});
export type StartupOptions = z.infer<typeof startupOptionsShape>;
type Way = StartupOptions['ways'][number];

/**
 * Asks for times in each way, and reads back what is in force: a pooler may refuse them, or drop them without
 * a word.
 */
export async function askAtStartup(options: PlainOptions, { settings }: InForce): Promise<StartupOptions> {
  // What is in force anyway would look as if it had arrived.
  const asked = Object.fromEntries(
    askedNames.map((name) => [name, askedMs[name] - (timeoutMs(settings, name) === askedMs[name] ? 1 : 0)]),
  ) as Record<AskedName, number>;
  const results = await Promise.all(ways.map((way) => ask(way, asked, options)));
  // Where the server had no connection for both at once, it may have one for each.
  for (const [index, { way, outcome }] of results.entries())
    if (outcome === 'failed') results[index] = await ask(way, asked, options);
  return { asked, ways: results };
}

async function ask(way: Way['way'], asked: Record<AskedName, number>, options: PlainOptions): Promise<Way> {
  const startup =
    way === 'options'
      ? {
          options: Object.entries(asked)
            .map(([name, ms]) => `-c ${name}=${ms}`)
            .join(' '),
        }
      : { parameters: asked };
  try {
    const seen = await onPlainConnection({ ...options, startup }, readInForce);
    const got = Object.fromEntries(askedNames.map((name) => [name, timeoutMs(seen.settings, name) ?? 0]));
    return { way, outcome: 'accepted', message: null, got };
  } catch (error) {
    options.signal.throwIfAborted();
    return { way, ...answerOf(error), got: {} };
  }
}

/**
 * What was said to a connection that asks for options: behind "could not connect to …" stand the other side's
 * words.
 */
export function answerOf(error: unknown): {
  readonly outcome: 'rejected' | 'failed';
  readonly message: string;
} {
  const said = error instanceof Error && error.cause !== undefined ? error.cause : error;
  return { outcome: isRefusal(said) ? 'rejected' : 'failed', message: describeError(said) };
}

/**
 * A connection without options was accepted, so an answer of the server's is about them; too many connections
 * (53) or a shutdown (57) is not.
 */
function isRefusal(error: unknown): boolean {
  const state = sqlState(error);
  return state !== null && !/^(53|57|28)/.test(state);
}

export const startupOptions = defineProbe({
  name: 'startupOptions',
  effect: 'read',
  shape: startupOptionsShape,
  needs: { inForce },
  observe: (context: SessionsContext, given): Promise<StartupOptions> =>
    askAtStartup(plainOptions(context), given.inForce),
});
