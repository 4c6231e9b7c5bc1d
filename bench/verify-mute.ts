/**
 * `qa verify-mute`, whole process with every check, against a shell script of four curls, and newman, Bruno
 * and stepci with the same four requests where npm can install them; in turn, on loopback and with 50 ms for
 * each request; the user has a history. Goals: at most 2.5 times the script's time, and at most once; at most
 * twice the bare start of node on loopback; at most 0.25 of newman's and 0.15 of Bruno's; five round trips
 * that need each other, and within 1.25 times these and node's bare start; at most 60 requests; peak memory
 * 80 MB. Beside it stands what the same requests take alone, without a command line, judgement or report.
 * usage: npm run bench verify-mute
 */
import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startSmallApi } from '../tests/checks/mute/small-api.ts';
import { installRivals } from './reference/rivals.ts';

const runs = 5;
/** The others take seconds a run, and their goals are on loopback. */
const rivalRuns = 3;
/** Look; mute, read back; unmute, read back: each needs the one before. */
const chain = 5;
const history = { muted_themes: ['sport', 'politique'], muted_topics: ['football'] };
const root = fileURLToPath(new URL('..', import.meta.url));
const state = await mkdtemp(join(tmpdir(), 'bench-mute-'));
// The child says its peak at its end; nothing else knows it on every system.
const atExit =
  "process.on('exit',()=>{const u=process.resourceUsage();" +
  "process._rawDebug('peak='+u.maxRSS+' cpu='+(u.userCPUTime+u.systemCPUTime))})";
const tellUsage = `--import=data:text/javascript,${encodeURIComponent(atExit)}`;
const say = (line: string): unknown => process.stdout.write(`${line}\n`);
const progress = (line: string): unknown => process.stderr.write(`${line}\n`);
progress('installing what is compared with');
const rivals = await installRivals(say);

/** How many requests each round of a run has; told by the first run, whose answers are late. */
let rounds: readonly number[] = [];

for (const [delayMs, goal] of [
  [50, 1],
  [0, 2.5],
] as const) {
  let arrivals: number[] = [];
  const api = await startSmallApi({}, structuredClone(history), () => {
    arrivals.push(performance.now());
    return delayMs === 0 ? undefined : sleep(delayMs);
  });
  const environment = { ...process.env, TOKEN: api.token, QA_TOKEN: api.token, QA_STATE_DIR: state };
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
    const start = await timed(process.execPath, ['-e', '0'], environment);
    const one = await timed('sh', ['bench/reference/verify-mute.sh', api.origin], environment);
    arrivals = [];
    const other = await timed(
      process.execPath,
      ['dist/qa.js', 'verify-mute', '--base-url', api.origin],
      environment,
    );
    if (rounds.length === 0) rounds = roundsOf(arrivals, delayMs);
    const same = await timed(
      process.execPath,
      ['bench/reference/requests.mjs', api.origin, rounds.join()],
      environment,
    );
    progress(`${delayMs} ms a request: run ${run} of ${runs}`);
    for (const { words, cwd, took } of run <= rivalRuns ? others : []) {
      const { ms } = await timed(
        process.execPath,
        words(),
        { ...environment, STEPCI_DISABLE_ANALYTICS: '1' },
        cwd,
      );
      if (run > 0) took.push(ms);
    }
    if (run === 0) continue;
    bare.push(start.ms);
    alone.push(same.ms);
    theirs.push(one.ms);
    ours.push(other.ms);
  }
  arrivals = [];
  const told = await timed(
    process.execPath,
    [tellUsage, 'dist/qa.js', 'verify-mute', '--base-url', api.origin],
    environment,
  );
  const requests = arrivals.length;
  const peak = Number(/peak=(\d+)/.exec(told.said)?.[1]) / 1024;
  const started = await timed(process.execPath, [tellUsage, '-e', '0'], environment);
  const cpuMs = (said: string): number => Number(/cpu=(\d+)/.exec(said)?.[1]) / 1000;
  await api.close();
  for (const { name, took } of others) {
    const goals: Readonly<Record<string, number>> = { newman: 0.25, '@usebruno/cli': 0.15 };
    const named = goals[name];
    const goalOf = named !== undefined && delayMs === 0 ? `goal ${named}; ` : '';
    say(
      `verify-mute, ${delayMs} ms a request, against ${name}: ` +
        `${(median(ours) / median(took)).toFixed(2)} (${goalOf}${name} ${median(took).toFixed(0)} ms, ` +
        `${took.length} runs)`,
    );
  }
  const ratio = median(ours) / median(theirs);
  const chained =
    delayMs === 0
      ? `; ${(median(ours) / median(bare)).toFixed(2)} of bare node (goal 2)`
      : `; ${roundsOf(arrivals, delayMs).length} dependent round trips (goal ${chain}); ` +
        `${(median(ours) / (chain * delayMs + median(bare))).toFixed(2)} of ${chain} round trips ` +
        'and bare node (goal 1.25)';
  process.stdout.write(
    `verify-mute, ${delayMs} ms a request: ${ratio.toFixed(2)} (goal ${goal}; qa ` +
      `${median(ours).toFixed(0)} ms, bare node ${median(bare).toFixed(0)} ms, script ` +
      `${median(theirs).toFixed(0)} ms, ${runs} runs)${chained}; ` +
      `${(median(ours) / median(alone)).toFixed(2)} of the same requests alone ` +
      `(${median(alone).toFixed(0)} ms); ${requests} requests (goal 60); peak ` +
      `${peak.toFixed(0)} MB (goal 80); processor ${cpuMs(told.said).toFixed(0)} ms, bare node ` +
      `${cpuMs(started.said).toFixed(0)} ms\n`,
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

/** Milliseconds of one process, from start to end, and what it wrote to standard error. */
function timed(
  command: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd = root,
): Promise<{ ms: number; said: string }> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve({ ms: performance.now() - began, said });
      else reject(new Error(`${command} ${words.join(' ')} ended with ${code}: ${said}`));
    });
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
