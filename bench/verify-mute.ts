/**
 * `qa verify-mute`, whole process with every check, against a shell script of four curls, and newman, Bruno
 * and stepci with the same four requests where npm can install them; in turn, on loopback and with 50 ms for
 * each request; the user has a history. Goals: at most 2.5 times the script's time, and at most once; at most
 * twice the bare start of node on loopback; at most 0.25 of newman's and 0.15 of Bruno's; five round trips
 * that need each other, and within 1.25 times these and node's bare start; at most 60 requests; peak memory
 * 80 MB. Beside it stands what the same requests take alone, without a command line, judgement or report.
 * usage: npm run bench verify-mute
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startSmallApi } from '../tests/checks/mute/small-api.ts';
import { goal, median, tellUsage, timed } from './measure/measure.ts';
import { installRivals } from './reference/rivals.ts';

const runs = 5;
/** The others take seconds a run, and their goals are on loopback. */
const rivalRuns = 3;
/** Look; mute, read back; unmute, read back: each needs the one before. */
const chain = 5;
const history = { muted_themes: ['sport', 'politique'], muted_topics: ['football'] };
const state = await mkdtemp(join(tmpdir(), 'bench-mute-'));
const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const progress = (line: string): unknown => process.stderr.write(`${line}\n`);
progress('installing what is compared with');
const rivals = await installRivals(say);

/** How many requests each round of a run has; told by the first run, whose answers are late. */
let rounds: readonly number[] = [];

for (const [delayMs, most] of [
  [50, 1],
  [0, 2.5],
] as const) {
  let arrivals: number[] = [];
  const api = await startSmallApi({}, structuredClone(history), () => {
    arrivals.push(performance.now());
    return delayMs === 0 ? undefined : sleep(delayMs);
  });
  const env = { ...process.env, TOKEN: api.token, QA_TOKEN: api.token, QA_STATE_DIR: state };
  const ours: number[] = [];
  const theirs: number[] = [];
  const bare: number[] = [];
  const alone: number[] = [];
  const others = (delayMs === 0 ? await rivals.aim(api.origin, api.token) : []).map((rival) => ({
    ...rival,
    took: [] as number[],
  }));
  // In turn, so that whatever else the machine does meets all; the first of each warms the caches.
  for (let run = 0; run <= runs; run += 1) {
    const start = await timed(process.execPath, ['-e', '0'], { env });
    const one = await timed('sh', ['bench/reference/verify-mute.sh', api.origin], { env });
    arrivals = [];
    const other = await timed(process.execPath, ['dist/qa.js', 'verify-mute', '--base-url', api.origin], {
      env,
    });
    if (rounds.length === 0) rounds = roundsOf(arrivals, delayMs);
    const same = await timed(process.execPath, ['bench/reference/requests.mjs', api.origin, rounds.join()], {
      env,
    });
    progress(`${delayMs} ms a request: run ${run} of ${runs}`);
    for (const { words, cwd, took } of run <= rivalRuns ? others : []) {
      const { ms } = await timed(process.execPath, words(), {
        env: { ...env, STEPCI_DISABLE_ANALYTICS: '1' },
        cwd,
      });
      if (run > 0) took.push(ms);
    }
    if (run === 0) continue;
    bare.push(start.ms);
    alone.push(same.ms);
    theirs.push(one.ms);
    ours.push(other.ms);
  }
  arrivals = [];
  const measured = await timed(
    process.execPath,
    [tellUsage, 'dist/qa.js', 'verify-mute', '--base-url', api.origin],
    { env },
  );
  const requests = arrivals.length;
  const started = await timed(process.execPath, [tellUsage, '-e', '0'], { env });
  await api.close();
  for (const { name, took } of others) {
    const goals: Readonly<Record<string, number>> = { newman: 0.25, '@usebruno/cli': 0.15 };
    const named = goals[name];
    const ratio = median(ours) / median(took);
    const goalOf = named !== undefined && delayMs === 0 ? `${goal(named, ratio)}; ` : '';
    say(
      `verify-mute, ${delayMs} ms a request, against ${name}: ` +
        `${ratio.toFixed(2)} (${goalOf}${name} ${median(took).toFixed(0)} ms, ` +
        `${took.length} runs)`,
    );
  }
  const ratio = median(ours) / median(theirs);
  const ofBare = median(ours) / median(bare);
  const trips = roundsOf(arrivals, delayMs).length;
  const ofChain = median(ours) / (chain * delayMs + median(bare));
  const chained =
    delayMs === 0
      ? `; ${ofBare.toFixed(2)} of bare node (${goal(2, ofBare)})`
      : `; ${trips} dependent round trips (${goal(chain, trips)}); ` +
        `${ofChain.toFixed(2)} of ${chain} round trips and bare node (${goal(1.25, ofChain)})`;
  process.stdout.write(
    `verify-mute, ${delayMs} ms a request: ${ratio.toFixed(2)} (${goal(most, ratio)}; qa ` +
      `${median(ours).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, script ` +
      `${median(theirs).toFixed(0)} ms, ${runs} runs)${chained}; ` +
      `${(median(ours) / median(alone)).toFixed(2)} of the same requests alone ` +
      `(${median(alone).toFixed(0)} ms); ${requests} requests (${goal(60, requests)}); peak ` +
      `${measured.peakMb.toFixed(0)} MB (${goal(80, measured.peakMb)}); ` +
      `processor ${measured.cpuMs.toFixed(0)} ms, bare node ${started.cpuMs.toFixed(0)} ms\n`,
  );
}
await rivals.remove();
await rm(state, { recursive: true });

/**
 * The requests of each round: one that comes more than the delay after a round's first had to wait for an
 * answer.
 */
function roundsOf(arrivals: readonly number[], delayMs: number): number[] {
  const sizes: number[] = [];
  let began = Number.NEGATIVE_INFINITY;
  for (const at of arrivals) {
    if (at - began >= delayMs) {
      sizes.push(0);
      began = at;
    }
    sizes.push((sizes.pop() ?? 0) + 1);
  }
  return sizes;
}
