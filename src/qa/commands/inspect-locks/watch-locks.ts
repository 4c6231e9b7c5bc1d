import {
  lockText,
  locks,
  withLastingWaits,
  subjectOf,
  whoText,
  type LockSession,
} from '../../../checks/locks/index.ts';
import type { Report } from '../../../checks/report.ts';
import { visible } from '../../output/visible.ts';
import { watch, type Seen, type Watching } from '../../output/watch.ts';
import { lockLines } from '../../reporters/parts/lock-lines.ts';

/** What scrolls out at the top cannot be drawn again. */
const mostLines = 40;

/** Looks again and again until stopped: who waits for whom, as a tree. */
export function watchLocks(watching: Watching): Promise<Report> {
  return watch(watching, lookingOn());
}

/** What each look shows, and what is new since the one before. */
export function lookingOn(): (report: Report) => Seen {
  let before: Waits | null = null;
  return (report) => {
    const now = waitsIn(report);
    const changes = changesBetween(before, now);
    before = now;
    const tree = lockLines(report);
    const left = tree.length - mostLines;
    const shown = left > 0 ? [...tree.slice(0, mostLines), `… and ${left} lines more`] : tree;
    return { drawn: shown.map(oneRow), changes, summary: now.summary };
  };
}

/** Names and queries are others' words: a line break among them would make one row two. */
function oneRow(line: string): string {
  return visible(line.replace(/[\r\n\t]/g, ' '));
}

/** What a watch compares, look by look. */
interface Waits {
  /** Each wait in words that stay the same while it lasts, by the session. */
  readonly waits: ReadonlyMap<string, string>;
  readonly summary: string;
}

function waitsIn({ evidence, verdicts }: Report): Waits {
  const read = locks.shape.safeParse(evidence[locks.name]);
  const sessions: readonly LockSession[] = read.success ? withLastingWaits(read.data).sessions : [];
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

function changesBetween(before: Waits | null, { waits, summary }: Waits): string[] {
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
