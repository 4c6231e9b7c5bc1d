import { setTimeout as sleep } from 'node:timers/promises';
import {
  applicationNotFound,
  readHealth,
  sameCommit,
  saysThatNobodyIsThere,
  whoInFront,
  type Expected,
  type HealthRoutes,
  type WaitResult,
} from '../../../checks/deployment/index.ts';
import type { Api, Exchange } from '../../../checks/http/index.ts';

export interface WaitPlan {
  /** Milliseconds after which waiting ends as it stands. */
  readonly limitMs: number;
  /** How often in a row it must be ready, so that a lucky answer between two crashes does not count. */
  readonly consecutive: number;
  /** The first pause in milliseconds; later ones grow up to 5 s. */
  readonly pauseMs: number;
}

interface LatestDeployment {
  readonly status: string;
  readonly commit: string | null;
}

export interface Waiting {
  /** A client of its own: what failed while waiting is no finding afterwards. */
  readonly api: Pick<Api, 'send'>;
  readonly routes: HealthRoutes;
  readonly expected: Expected;
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
  /** Railway's word on the latest deployment, where there is access; asked rarely. */
  readonly latestDeployment: () => Promise<LatestDeployment | null>;
}

/** Time as waiting sees it: tests let it pass at once. */
export interface Clock {
  /** Milliseconds since any moment. */
  readonly now: () => number;
  /** Rejects when the signal fires. */
  readonly pause: (durationMs: number, signal: AbortSignal) => Promise<unknown>;
}

const realClock: Clock = {
  now: () => performance.now(),
  pause: (durationMs, signal) => sleep(durationMs, undefined, { signal }),
};

/**
 * Going away this often while answering in between is a crash loop; one departure is what a deployment looks
 * like.
 */
const departuresOfACrashLoop = 3;
const longestPauseMs = 5_000;
/** What even the last look allows: cut shorter, a good server would look as if it had gone. */
const shortestAnswerMs = 1_000;
const askRailwayEveryMs = 10_000;

/**
 * Polls readiness with growing pauses until it was good `consecutive` times in a row and, where one was
 * expected, the expected build answers. Ends early on what waiting cannot cure. Never throws for what the
 * server does.
 */
export async function waitUntilReady(
  plan: WaitPlan,
  { api, routes, expected, signal, progress, latestDeployment }: Waiting,
  { now, pause }: Clock = realClock,
): Promise<WaitResult> {
  const began = now();
  const elapsed = (): number => Math.round(now() - began);
  let attempts = 0;
  let good = 0;
  let pauseMs = plan.pauseMs;
  let departures = 0;
  let relapses = 0;
  let present = false;
  let railwayAsked = -askRailwayEveryMs;
  let latest: LatestDeployment | null = null;
  const end = (outcome: WaitResult['outcome'], reason: string): WaitResult => ({
    outcome,
    reason,
    attempts,
    milliseconds: elapsed(),
    consecutive: plan.consecutive,
    inARow: good,
    relapses,
    departures,
  });

  try {
    for (;;) {
      attempts += 1;
      const timeoutMs = Math.min(longestPauseMs, Math.max(shortestAnswerMs, plan.limitMs - elapsed()));
      const ask = (path: string) => api.send({ step: `wait ${attempts}`, method: 'GET', path, timeoutMs });
      const [liveness, readiness] = await Promise.all([ask(routes.liveness), ask(routes.readiness)]);
      const seen = stateOf(liveness, readiness, expected);
      if (applicationNotFound(liveness))
        return end('hopeless', "Railway's edge knows no application under this host");
      if (present && !seen.present) departures += 1;
      present = seen.present;
      if (departures >= departuresOfACrashLoop)
        return end('hopeless', `the application went away ${departures} times: a crash loop`);
      if (elapsed() - railwayAsked >= askRailwayEveryMs && (!seen.ready || seen.commitUntold)) {
        railwayAsked = elapsed();
        latest = await latestDeployment();
        const meant =
          expected.commit === null || latest?.commit == null || sameCommit(latest.commit, expected.commit);
        if (latest !== null && meant && (latest.status === 'FAILED' || latest.status === 'CRASHED')) {
          return end('hopeless', `Railway's latest deployment is ${latest.status}`);
        }
      }
      const state =
        seen.ready && seen.commitUntold && latest !== null ? confirmedBy(latest, seen, expected) : seen;
      if (good > 0 && !state.ready) relapses += 1;
      good = state.ready ? good + 1 : 0;
      progress(
        `${seconds(elapsed())} ${state.says}${state.ready ? ` (${good} of ${plan.consecutive})` : ''}`,
      );
      if (good >= plan.consecutive) return end('ready', `ready ${good} times in a row`);
      // Confirming goes on at the first pace; only waiting slows down.
      pauseMs = state.ready ? plan.pauseMs : Math.min(longestPauseMs, pauseMs * 1.5);
      const left = plan.limitMs - elapsed();
      if (left <= 0)
        return end(
          'timeout',
          `not ready ${plan.consecutive} times in a row within ${seconds(plan.limitMs)}: ${state.says}`,
        );
      await pause(Math.min(pauseMs, left), signal);
    }
  } catch (error) {
    if (signal.aborted) return end('interrupted', 'the run was stopped while waiting');
    throw error;
  }
}

/** What one poll shows. */
interface State {
  readonly ready: boolean;
  readonly present: boolean;
  readonly says: string;
  /** A commit is expected, and the application tells none. */
  readonly commitUntold: boolean;
}

/**
 * Where the application does not tell its commit, Railway may: until the expected one is the successful
 * latest, the old one answers.
 */
function confirmedBy({ status, commit }: LatestDeployment, seen: State, expected: Expected): State {
  if (commit === null || expected.commit === null) return seen;
  if (status === 'SUCCESS' && sameCommit(commit, expected.commit)) return seen;
  return { ...seen, ready: false, says: `Railway's latest deployment is ${status}, of commit ${commit}` };
}

/** A readiness route that does not exist leaves the question to liveness. */
function stateOf(liveness: Exchange, readiness: Exchange, expected: Expected): State {
  const present = liveness.answer !== null && !saysThatNobodyIsThere(liveness);
  const asked = readiness.answer?.status === 404 && present ? liveness : readiness;
  const { answer } = asked;
  const unready = { ready: false, present, commitUntold: false };
  if (answer === null)
    return { ...unready, says: `no answer (${asked.failure?.message ?? 'no reason told'})` };
  const inFront = whoInFront(asked);
  if (inFront !== null) return { ...unready, says: `${asked.request.path}: ${answer.status}, ${inFront}` };
  const reading = readHealth(answer.body);
  const word = reading?.says == null ? '' : ` "${reading.says}"`;
  const says = `${asked.request.path} answers ${answer.status}${word}`;
  if (answer.status !== 200 || reading?.state === 'bad') return { ...unready, says };
  const commit =
    reading?.commit ?? (liveness.answer === null ? null : (readHealth(liveness.answer.body)?.commit ?? null));
  if (expected.commit !== null && commit !== null && !sameCommit(commit, expected.commit)) {
    return { ...unready, says: `commit ${commit} still answers` };
  }
  if (expected.version !== null && reading?.version != null && reading.version !== expected.version) {
    return { ...unready, says: `version ${reading.version} still answers` };
  }
  return { ready: true, present, says, commitUntold: expected.commit !== null && commit === null };
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}
