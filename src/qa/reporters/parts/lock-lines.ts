import {
  forestOf,
  locks,
  lockText,
  queryText,
  settled,
  sizeOf,
  stateText,
  subjectOf,
  waitText,
  wantedText,
  whoText,
  wouldBlock,
  type Branch,
} from '../../../checks/locks/index.ts';
import type { Report } from '../../../checks/report.ts';

/** Of those who wait for the same one so many are drawn; the others are a number. */
const mostSiblings = 12;
/** Locks of one session that are named. */
const mostHeld = 4;

/** What a look at locks looked at, and below it who waits for whom; none where a report looked at none. */
export function lockLines({ evidence }: Pick<Report, 'evidence'>): string[] {
  const asked = wouldBlock.shape.safeParse(evidence[wouldBlock.name]);
  if (asked.success) return [`It would take ${wantedText(asked.data)}; nothing was run.`];
  const seen = locks.shape.safeParse(evidence[locks.name]);
  if (!seen.success) return [];
  const look = settled(seen.data);
  const waiting = look.sessions.filter(({ waitsFor }) => waitsFor !== null).length;
  const hidden = look.hidden === 0 ? '' : `; state and statement of ${look.hidden} are hidden from this role`;
  const looked =
    `Looked at ${look.connected} ${look.connected === 1 ? 'session' : 'sessions'} of the database ${seen.data.database} ` +
    `and ${look.locks} ${look.locks === 1 ? 'lock' : 'locks'}: ` +
    `${waiting === 0 ? 'nobody waits' : waiting === 1 ? '1 waits' : `${waiting} wait`}${hidden}.`;
  return [looked, ...forestOf(look).flatMap((tree) => drawn(tree, '', ''))];
}

/** `edge` leads to this session, `margin` stands before everything below it. */
function drawn(branch: Branch, edge: string, margin: string): string[] {
  const { session, waiters, also } = branch;
  const head = `${whoText(session)}, ${waitText(session) ?? stateText(session)}`;
  const held = session.holds.map((lock) => lockText(lock));
  const query = queryText(session);
  const details = [
    ...(held.length === 0
      ? []
      : [`holds ${held.slice(0, mostHeld).join(', ')}${held.length > mostHeld ? ', …' : ''}`]),
    ...(also.length === 0 ? [] : [`waits for ${also.map(subjectOf).join(', ')} too`]),
    ...(query === null ? [] : [query]),
  ];
  const bar = waiters.length === 0 ? '  ' : '│ ';
  const shown = waiters.slice(0, mostSiblings);
  const left = waiters.slice(mostSiblings).reduce((sum, waiter) => sum + 1 + sizeOf(waiter), 0);
  return [
    edge + head,
    ...details.map((line) => margin + bar + line),
    ...shown.flatMap((waiter, index) =>
      index === shown.length - 1 && left === 0
        ? drawn(waiter, `${margin}└─ `, `${margin}   `)
        : drawn(waiter, `${margin}├─ `, `${margin}│  `),
    ),
    ...(left === 0 ? [] : [`${margin}└─ and ${left} more`]),
  ];
}
