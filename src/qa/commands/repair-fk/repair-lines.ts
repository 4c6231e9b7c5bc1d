import { describeHolder, type Repair } from '../../../checks/repair/index.ts';

/** What would be done, for somebody who is asked whether it shall be. */
export function planLines({ stateBefore, steps }: Repair): string[] {
  return [
    stateBefore,
    ...steps.map(
      ({ title, locks }, index) =>
        `Step ${index + 1} of ${steps.length}: ${title} (takes ${locks
          .map(({ schema, table, mode }) => `${mode} on ${schema}.${table}`)
          .join(', ')})`,
    ),
  ];
}

/**
 * What was done: before, each step with its lock, its time and its tries, after, and the way back; and where
 * rows lie that were moved out of the way, also long ago.
 */
export function outcomeLines({ stateBefore, state, attempts, quarantined, wayBack }: Repair): string[] {
  const backup =
    quarantined === null
      ? []
      : [
          `${quarantined.rows} ${quarantined.rows === 1 ? 'row is' : 'rows are'} in ` +
            `${quarantined.table} now; ` +
            `once their parents are there, this puts them back:\n${quarantined.back}`,
        ];
  if (attempts.length === 0) return backup;
  const steps = [...new Set(attempts.map(({ step }) => step))];
  const changed = attempts.some(({ outcome }) => outcome === 'done');
  return [
    `Before: ${stateBefore}`,
    ...steps.map((step) => stepLine(attempts.filter((each) => each.step === step))),
    ...backup,
    `After: ${state}`,
    // One message: behind a prefix of ours the first statement could not be pasted.
    ...(changed ? [['To go back:', ...wayBackLines(wayBack)].join('\n')] : []),
  ];
}

function stepLine(tries: Repair['attempts']): string {
  const last = tries.at(-1);
  if (last === undefined) return '';
  const held = tries.flatMap(({ holders }) => holders);
  const inTheWay = [...new Map(held.map((holder) => [holder.pid, describeHolder(holder)])).values()];
  const ended = {
    done: `done in ${last.durationMs} ms`,
    overtaken: 'somebody else did it first',
    'held-up': 'not done: somebody was in the way',
    'timed-out': 'not done: a lock did not come in time',
    failed: `failed: ${last.error}`,
  }[last.outcome];
  return (
    `${last.step}: ${ended}, ${tries.length} ${tries.length === 1 ? 'try' : 'tries'}, takes ${last.locks}` +
    `${inTheWay.length === 0 ? '' : `; in the way: ${inTheWay.join('; ')}`}`
  );
}

function wayBackLines({ sql, reason }: Repair['wayBack']): string[] {
  return sql.length === 0 ? [reason ?? 'Nothing was changed.'] : sql.map((each) => each.join('\n'));
}
