import { setTimeout as sleep } from 'node:timers/promises';
import type { Report } from '../../checks/report.ts';
import type { App } from '../command.ts';
import { worstExitCode } from '../exit-code.ts';
import type { RunOptions } from '../options/options.ts';
import { eraseUp } from './terminal-controls.ts';

/** Somebody who looks on while a command looks again and again. */
export interface Watching {
  /** One whole examination; cut short when `signal` fires. */
  readonly look: () => Promise<Report>;
  readonly intervalMs: number;
  /** Ends the watch: the user, or the deadline. */
  readonly signal: AbortSignal;
  readonly isTerminal: boolean;
  /** Of the terminal. A longer line would wrap, and redrawing would go up too few lines. */
  readonly columns: number;
  /** Writes to the terminal as it is. */
  readonly print: (text: string) => void;
  /** One line, off a terminal; never to where the report goes. */
  readonly say: (line: string) => void;
  readonly now: () => Date;
}

/** One look, as it is shown. */
export interface Seen {
  /** What a terminal draws, a line each. */
  readonly drawn: readonly string[];
  /** What is new since the look before, a line each. */
  readonly changes: readonly string[];
  /** What is found, in a few words. */
  readonly summary: string;
}

/** How a run with these options is watched. */
export function watchingOf(
  { interval, format }: { readonly interval: number } & Pick<RunOptions, 'format'>,
  app: Pick<App, 'terminal' | 'print' | 'say'>,
  { look, signal }: Pick<Watching, 'look' | 'signal'>,
): Watching {
  const { isTerminal, columns } = app.terminal.out;
  return {
    look,
    intervalMs: interval,
    signal,
    // Where the report goes as JSON or the like, nothing else may stand.
    isTerminal: isTerminal && format.every(({ format: name, file }) => name === 'table' || file !== null),
    columns,
    print: app.print,
    say: app.say,
    now: () => new Date(),
  };
}

/**
 * Looks again and again until stopped; on a terminal redrawn in place, elsewhere one line for each change.
 * Returns the worst report of all, the last of these, which is what the watch ends with.
 */
export async function watch(watching: Watching, see: (report: Report, at: Date) => Seen): Promise<Report> {
  const { look, intervalMs, signal, isTerminal, columns, print, say, now } = watching;
  let worst: Report | null = null;
  let height = 0;
  for (;;) {
    const report = await look();
    // A look that was cut short says nothing of the world; only a first one is better than none.
    if (worst === null || (!signal.aborted && isAsBad(report, worst))) worst = report;
    if (signal.aborted) return worst;
    const at = now();
    const { drawn, changes, summary } = see(report, at);
    if (isTerminal) {
      const lines = [...drawn, `${clock(at)}  ${summary}  (Ctrl-C ends)`];
      print(`${eraseUp(height)}${lines.map((line) => `${[...line].slice(0, columns).join('')}\n`).join('')}`);
      height = lines.length;
    } else {
      for (const line of changes) say(`${at.toISOString()} ${line}`);
    }
    try {
      await sleep(intervalMs, undefined, { signal });
    } catch {
      return worst;
    }
  }
}

function isAsBad({ exitCode }: Report, other: Report): boolean {
  return worstExitCode([exitCode, other.exitCode]) === exitCode;
}

/** Time of day, UTC, as the logs of Railway show it. */
export function clock(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`;
}
