import { setTimeout as sleep } from 'node:timers/promises';
import {
  lockText,
  locks,
  settled,
  subjectOf,
  whoText,
  type LockSession,
} from '../../../checks/locks/index.ts';
import type { Report } from '../../../checks/report.ts';
import { eraseUp } from '../../output/terminal-controls.ts';
import { visible } from '../../output/visible.ts';
import { lockLines } from '../../reporters/parts/lock-lines.ts';

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

/** What scrolls out at the top cannot be drawn again. */
const mostLines = 40;

/**
 * Looks again and again until stopped; on a terminal as a tree redrawn in place, elsewhere one line for each
 * change. Returns the worst report of all, which is what the watch ends with.
 */
export async function watchLocks(watching: Watching): Promise<Report> {
  const { look, intervalMs, signal, isTerminal, columns, print, say, now } = watching;
  let worst: Report | null = null;
  let drawn = 0;
  let before: Seen | null = null;
  for (;;) {
    const report = await look();
    // A look that was cut short says nothing of the database; only a first one is better than none.
    if (worst === null || (!signal.aborted && rank(report) > rank(worst))) worst = report;
    if (signal.aborted) return worst;
    const seen = seenIn(report);
    if (isTerminal) {
      const tree = lockLines(report);
      const left = tree.length - mostLines;
      const shown = left > 0 ? [...tree.slice(0, mostLines), `… and ${left} lines more`] : tree;
      const lines = [...shown, `${clock(now())}  ${seen.summary}  (Ctrl-C ends)`];
      print(`${eraseUp(drawn)}${lines.map((line) => `${oneRow(line, columns)}\n`).join('')}`);
      drawn = lines.length;
    } else {
      for (const line of changes(before, seen)) say(`${now().toISOString()} ${line}`);
    }
    before = seen;
    try {
      await sleep(intervalMs, undefined, { signal });
    } catch {
      return worst;
    }
  }
}

/** Names and queries are others' words: a line break among them would make one row two. */
function oneRow(line: string, columns: number): string {
  return [...visible(line.replace(/[\r\n\t]/g, ' '))].slice(0, columns).join('');
}

/** What a watch compares, look by look. */
interface Seen {
  /** Each wait in words that stay the same while it lasts, by the session. */
  readonly waits: ReadonlyMap<string, string>;
  readonly summary: string;
}

function seenIn({ evidence, verdicts }: Report): Seen {
  const read = locks.shape.safeParse(evidence[locks.name]);
  const sessions: readonly LockSession[] = read.success ? settled(read.data).sessions : [];
  const codes = verdicts.filter(({ status }) => status === 'found').map(({ check }) => check);
  const reason = verdicts.find(({ status }) => status === 'unknown')?.reason;
  return {
    waits: new Map(
      sessions.flatMap((session) => {
        const { waitsFor, blockedBy } = session;
        if (waitsFor === null) return [];
        const behind = blockedBy.length === 0 ? '' : `, behind ${blockers(blockedBy)}`;
        return [
          [
            subjectOf(session),
            `${whoText(session)} waits for ${lockText(waitsFor, session)}${behind}`,
          ] as const,
        ];
      }),
    ),
    summary: codes.length > 0 ? codes.join(', ') : (reason ?? 'nothing found'),
  };
}

/** How many of those in the way a line names. */
const mostNamed = 5;

function blockers(pids: readonly number[]): string {
  const named = [...new Set(pids)].map((pid) => (pid === 0 ? 'a prepared transaction' : `pid ${pid}`));
  return named.slice(0, mostNamed).join(', ') + (named.length > mostNamed ? ', …' : '');
}

function changes(before: Seen | null, { waits, summary }: Seen): string[] {
  const begun = [...waits]
    .filter(([subject, text]) => before?.waits.get(subject) !== text)
    .map(([, text]) => text);
  const ended = [...(before?.waits.keys() ?? [])].filter((subject) => !waits.has(subject));
  return [
    ...begun,
    ...ended.map((subject) => `${subject} waits no more`),
    ...(summary === before?.summary ? [] : [summary]),
  ];
}

/** From harmless to worst: clear, unknown, found, refused credentials. */
function rank({ exitCode }: Report): number {
  return [0, 3, 1, 4].indexOf(exitCode);
}

/** Time of day, UTC. */
function clock(at: Date): string {
  return `${at.toISOString().slice(11, 19)} UTC`;
}
