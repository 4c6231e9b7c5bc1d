import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** Where a benchmark's programs run: the project, one directory above what `npm run bench` has built. */
export const root = fileURLToPath(new URL('..', import.meta.url));

const atExit =
  "process.on('exit',()=>{const u=process.resourceUsage();" +
  "process._rawDebug('peak='+u.maxRSS+' cpu='+(u.userCPUTime+u.systemCPUTime))})";
/** An option of node: the child says its own usage at its end; nothing else knows it on every system. */
export const tellUsage = `--import=data:text/javascript,${encodeURIComponent(atExit)}`;

/** A process that has ended well. */
export interface Ran {
  /** From start to end, in milliseconds. */
  readonly ms: number;
  /** Peak memory; not a number without {@link tellUsage}. */
  readonly peakMb: number;
  /** Processor time, in milliseconds. */
  readonly cpuMs: number;
}

/** Runs one process to its end. Rejects where it does not end as it should. */
export function timed(
  command: string,
  words: readonly string[],
  {
    cwd = root,
    env = process.env,
    codes = [0],
  }: {
    readonly cwd?: string;
    readonly env?: NodeJS.ProcessEnv;
    /** How it may end. */
    readonly codes?: readonly number[];
  } = {},
): Promise<Ran> {
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, { cwd, env, stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    child.on('error', reject);
    child.on('close', (code) => {
      const number = (name: string): number => Number(new RegExp(`${name}=(\\d+)`).exec(said)?.[1]);
      if (codes.includes(code ?? -1))
        resolve({
          ms: performance.now() - began,
          peakMb: number('peak') / 1024,
          cpuMs: number('cpu') / 1000,
        });
      else reject(new Error(`${command} ${words.join(' ')} ended with ${code}: ${said.slice(-500)}`));
    });
  });
}

export function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** A goal as it is printed; a benchmark that misses one ends with 1. */
export function goal(most: number, measured: number): string {
  if (measured <= most) return `goal ${most}`;
  process.exitCode = 1;
  return `goal ${most}, MISSED`;
}
