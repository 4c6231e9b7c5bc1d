import { stepResultOf } from '../journey/step.ts';
import type { MuteContext } from '../probes/context.ts';
import { preferencesOf, type Preferences } from './preferences.ts';
import { readRequest } from '../journey/requests.ts';

/** One GET of the lists. */
export interface PreferencesRead {
  /** The id of the exchange; the last one's where the read was repeated. */
  readonly exchange: number;
  readonly status: number | null;
  readonly detail: string;
  readonly fromApi: boolean;
  /** Null when the answer cannot be trusted: `reason` says why. */
  readonly preferences: Preferences | null;
  readonly reason: string | null;
  /** How often the list was asked for until it showed what was awaited. */
  readonly tries: number;
}

/**
 * Pauses before a read is repeated, in milliseconds, before jitter: half a second in all, as a replica may
 * lag.
 */
const pauses = [60, 150, 300];

/** Reads the lists once. */
export async function readPreferences(
  context: MuteContext,
  step: string,
  signal = context.signal,
): Promise<PreferencesRead> {
  const stamp = context.ledger.stamp();
  const exchange = await context.api.send({ ...readRequest(context.api, step), signal });
  const preferences = preferencesOf(exchange);
  if (preferences !== null) context.ledger.saw(stamp, preferences);
  const { status, detail, fromApi } = stepResultOf(exchange);
  return {
    exchange: exchange.id,
    status,
    detail,
    fromApi,
    preferences,
    reason: preferences === null ? `"${step}" ${whyUnread(status, exchange.failure?.message)}` : null,
    tries: 1,
  };
}

/** Reads until the lists show what is awaited, a few times at most; then they do not show it. */
export async function readPreferencesUntil(
  context: MuteContext,
  step: string,
  awaited: (preferences: Preferences) => boolean,
  signal = context.signal,
): Promise<PreferencesRead> {
  let reading = await readPreferences(context, step, signal);
  for (const [index, pause] of pauses.entries()) {
    if (reading.preferences !== null && awaited(reading.preferences)) break;
    await context.pause(pause * (0.5 + context.random()), signal);
    reading = { ...(await readPreferences(context, step, signal)), tries: index + 2 };
  }
  return reading;
}

function whyUnread(status: number | null, failure: string | undefined): string {
  if (status === null) return `got no answer (${failure ?? 'no reason given'})`;
  if (status === 200) return 'was answered 200 with a body that holds no preferences';
  return `was answered ${status}`;
}
