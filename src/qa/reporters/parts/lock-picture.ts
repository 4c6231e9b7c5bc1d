import {
  forestOf,
  locks,
  lockText,
  queryText,
  withLastingWaits,
  sizeOf,
  stateText,
  subjectOf,
  wantedText,
  waitText,
  whoText,
  wouldBlock,
  type Branch,
} from '../../../checks/locks/index.ts';
import { severities, type Severity } from '../../../checks/finding.ts';
import type { Report } from '../../../checks/report.ts';

/** Of those who wait for the same one so many are drawn; the others are a number. */
const mostSiblings = 12;
/** Locks of one session that are named. */
const mostHeld = 4;

/** A session in the picture of who waits for whom. */
export interface Box {
  /** `pid 42 (api, role web), idle in transaction for 3 min` */
  readonly head: string;
  /** What it holds, whom else it waits for, and its statement. */
  readonly details: readonly string[];
  /** What it waits for from the one above it; null for one that waits for nobody. */
  readonly wants: string | null;
  /** The worst of its findings. */
  readonly severity: Severity | null;
  readonly waiters: readonly Box[];
  /** How many more wait below it and are not drawn. */
  readonly omitted: number;
}

/** What the pictures of a look at locks show. */
export interface LockPicture {
  /** What was looked at, in a sentence. */
  readonly summary: string;
  /** Those who wait for nobody, or one who asks. */
  readonly trees: readonly Box[];
}

/** Null for a report that holds no look at locks. */
export function lockPicture(report: Pick<Report, 'evidence' | 'verdicts'>): LockPicture | null {
  const asked = wouldBlock.shape.safeParse(report.evidence[wouldBlock.name]);
  if (asked.success)
    return { summary: `It would take ${wantedText(asked.data)}; nothing was run.`, trees: [] };
  const seen = locks.shape.safeParse(report.evidence[locks.name]);
  if (!seen.success) return null;
  const look = withLastingWaits(seen.data);
  const waiting = look.sessions.filter(({ waitsFor }) => waitsFor !== null).length;
  const hidden = look.hidden === 0 ? '' : `; state and statement of ${look.hidden} are hidden from this role`;
  const summary =
    `Looked at ${look.connected} ${look.connected === 1 ? 'session' : 'sessions'} of the database ` +
    `${seen.data.database} and ${look.locks} ${look.locks === 1 ? 'lock' : 'locks'}: ` +
    `${waiting === 0 ? 'nobody waits' : waiting === 1 ? '1 waits' : `${waiting} wait`}${hidden}.`;
  const worst = worstOf(report);
  return { summary, trees: forestOf(look).map((branch) => boxOf(branch, worst)) };
}

/** Whether it is this that a drawing of the report shows: other looks of a diagnosis have pictures too. */
export function isDrawn({ trees }: LockPicture, { command }: Pick<Report, 'command'>): boolean {
  return command === 'inspect-locks' || trees.length > 0;
}

function boxOf({ session, waiters, also }: Branch, worst: ReadonlyMap<string, Severity>): Box {
  const held = session.holds.map((lock) => lockText(lock));
  const query = queryText(session);
  return {
    head: `${whoText(session)}, ${waitText(session) ?? stateText(session)}`,
    details: [
      ...(held.length === 0
        ? []
        : [`holds ${held.slice(0, mostHeld).join(', ')}${held.length > mostHeld ? ', …' : ''}`]),
      ...(also.length === 0 ? [] : [`waits for ${also.map(subjectOf).join(', ')} too`]),
      ...(query === null ? [] : [query]),
    ],
    wants: session.waitsFor === null ? null : lockText(session.waitsFor, session),
    severity: worst.get(subjectOf(session)) ?? null,
    waiters: waiters.slice(0, mostSiblings).map((waiter) => boxOf(waiter, worst)),
    omitted: waiters.slice(mostSiblings).reduce((sum, waiter) => sum + 1 + sizeOf(waiter), 0),
  };
}

/** By subject. */
function worstOf({ verdicts }: Pick<Report, 'verdicts'>): ReadonlyMap<string, Severity> {
  const found = verdicts.flatMap(({ findings }) => findings);
  const mildestFirst = found.toSorted(
    (a, b) => severities.indexOf(b.severity) - severities.indexOf(a.severity),
  );
  return new Map(mildestFirst.map(({ subject, severity }) => [subject, severity]));
}
