import { randomBytes } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { createLedger, userOfToken, type MuteContext, type MutePlan } from '../../checks/mute/index.ts';
import { openApi } from './api-access.ts';
import { UsageError, type App } from '../command.ts';
import { holdJournal, type HeldJournal } from '../state/journal.ts';
import type { ConsistencyOptions, HttpOptions, RunOptions } from '../options/options.ts';
import { stateDirectory } from '../state/state-directory.ts';
import { requireOrigin, type Target } from './target.ts';

/**
 * How long undoing may take after an interrupt, in milliseconds; out of the deadline, at most a third is kept
 * for it.
 */
const cleanupMs = 10_000;

export interface MuteRun {
  readonly context: MuteContext;
  readonly journal: HeldJournal;
  readonly close: () => Promise<void>;
}

/**
 * Opens all that changing a user's mutes needs: the API, the journal (locked), and a signal that outlasts the
 * interrupt.
 */
export async function openMuteRun(
  options: HttpOptions & ConsistencyOptions & Pick<RunOptions, 'deadline'>,
  app: App,
  target: Target,
  { token, plan }: { readonly token: string; readonly plan: MutePlan },
): Promise<MuteRun> {
  const ended = new AbortController();
  const late = new AbortController();
  const signal = AbortSignal.any([app.interruption.signal, ended.signal]);
  const hardSignal = AbortSignal.any([app.interruption.giveUp, late.signal]);
  // Each request under way listens: more than ten listeners are not a leak.
  setMaxListeners(0, signal, hardSignal);
  const kept = Math.min(cleanupMs, options.deadline / 3);
  const giveUp = (): void => late.abort(new Error('the clean-up did not end in time'));
  const timers = [
    setTimeout(
      () =>
        ended.abort(
          new Error(
            `the deadline of ${options.deadline} ms was near, and the rest of it is for the clean-up`,
          ),
        ),
      options.deadline - kept,
    ),
    setTimeout(giveUp, options.deadline),
  ];
  signal.addEventListener('abort', () => timers.push(setTimeout(giveUp, kept)));
  for (const timer of timers) timer.unref();
  // The API outlasts the interrupt, so that what was done can be undone; reads are ended by `signal`, one by
  // one.
  const { api } = await openApi(options, app, target, { token, signal: hardSignal });
  // The client loads while the disk is waited for.
  const journal = await holdJournal(
    stateDirectory(app.io),
    { origin: requireOrigin(target), prefix: target.prefix, user: userOf(token) },
    app.io.processes,
  ).catch(async (error: unknown) => {
    await api.close();
    throw error;
  });
  const context: MuteContext = {
    api,
    token,
    plan,
    signal,
    hardSignal,
    journal,
    // What an interrupted run left is undone first; this run's own values have another marker.
    ledger: createLedger(randomBytes(6).toString('hex')),
    thresholds: {
      warnMs: options.warnMs ?? target.config.thresholds?.warnMs ?? 1_000,
      failMs: options.failMs ?? target.config.thresholds?.failMs ?? 5_000,
    },
    progress: app.progress,
    consistencyMs: options.consistency,
    runMs: options.deadline,
    now: Date.now,
    random: Math.random,
    pause: async (milliseconds, until) => {
      await wait(milliseconds, undefined, { signal: until });
    },
  };
  return {
    context,
    journal,
    close: async () => {
      for (const timer of timers) clearTimeout(timer);
      await api.close();
      await journal.release();
    },
  };
}

/** The token, or a sentence that says how to give one. */
export function requireToken(token: string | null): string {
  if (token !== null) return token;
  throw new UsageError(
    'No token was given: pass it as - (standard input), with --token-file FILE, or in QA_TOKEN.',
  );
}

/** The user that a token names, else the token itself: with one that names no user nothing is sent anyway. */
function userOf(token: string): string {
  return userOfToken(token) ?? token;
}
