import type { Report } from '../../../checks/report.ts';
import { lockPicture, type Box } from './lock-picture.ts';

/** What a look at locks looked at, and below it who waits for whom; none where a report looked at none. */
export function lockLines(report: Pick<Report, 'evidence' | 'verdicts'>): string[] {
  const picture = lockPicture(report);
  return picture === null ? [] : [picture.summary, ...picture.trees.flatMap((tree) => drawn(tree, '', ''))];
}

/** `edge` leads to this session, `margin` stands before everything below it. */
function drawn({ head, details, waiters, omitted }: Box, edge: string, margin: string): string[] {
  const bar = waiters.length === 0 ? '  ' : '│ ';
  return [
    edge + head,
    ...details.map((line) => margin + bar + line),
    ...waiters.flatMap((waiter, index) =>
      index === waiters.length - 1 && omitted === 0
        ? drawn(waiter, `${margin}└─ `, `${margin}   `)
        : drawn(waiter, `${margin}├─ `, `${margin}│  `),
    ),
    ...(omitted === 0 ? [] : [`${margin}└─ and ${omitted} more`]),
  ];
}
