import { defineCheck, unknown } from '../check.ts';
import { describeHolder, holderFacts, shortMs, type Holder } from './look/holder.ts';
import { subjectOf } from './look/look.ts';
import { endStatement } from './look/remedies.ts';
import { exampleHolderOf, exampleWouldBlock } from './examples/would-block.ts';
import { wouldBlock, type WouldBlock } from './probes/would-block.ts';
import { queueText } from './verdict/queue.ts';

export const obstructedDdl = defineCheck({
  code: 'obstructed-ddl',
  title: 'A schema change that was asked about would have to wait for a lock',
  severity: 'error',
  why:
    'While it waits, every later query that its lock excludes queues behind it, and the service ' +
    'stands still.',
  remedy:
    'Run it when they have ended, with a short lock_timeout, and try again where it was too early; ' +
    'or end them, once you know whose they are.',
  needs: { wouldBlock },
  judge: ({ wouldBlock: seen }) => {
    if (seen.standby)
      return unknown('this server is a standby, where no schema change can run: ask its primary');
    const holders = lasting(seen.looks);
    const observed = holders.map((holder) => {
      const statement = endStatement(holder);
      return {
        subject: subjectOf(holder),
        message:
          `${describeHolder(holder)}. The statement would wait for it, and behind it ` +
          `${queueText(seen)}.`,
        facts: { ...holderFacts(holder), wouldLock: seen.locks, connected: seen.connected },
        sql: statement === null ? [] : [statement],
      };
    });
    const inRows = lasting(seen.rowLooks ?? []).filter(
      ({ transaction }) => !holders.some((holder) => holder.transaction === transaction),
    );
    const reasons = [...(seen.untold ?? []), ...inRows.slice(0, mostNamed).map(rowText)];
    if (inRows.length > mostNamed) reasons.push(`and so may ${inRows.length - mostNamed} more`);
    return reasons.length === 0 ? observed : unknown(reasons.join('; '), observed);
  },
  examples: {
    healthy: exampleWouldBlock([[exampleHolderOf({ transactionMs: 4, state: 'active' })], []]),
    broken: exampleWouldBlock([[exampleHolderOf()], [exampleHolderOf()]]),
  },
});

/** How many of those who may have rows a sentence names. */
const mostNamed = 3;

function rowText(holder: Holder): string {
  return `it may wait for rows, which no lock of a table shows: ${describeHolder(holder)}`;
}

/**
 * Those of the last look who are no passing moment of a busy table: in a transaction for long, or the same
 * one in both looks. Where a role may not see ages, only the second tells.
 */
function lasting(looks: WouldBlock['looks']): Holder[] {
  const transactionOf = ({ pid, transaction }: Holder): string => `${pid} ${transaction}`;
  const earlier = new Set(looks.slice(0, -1).flatMap((holders) => holders.map(transactionOf)));
  return (looks.at(-1) ?? []).filter(
    (holder) => (holder.transactionMs ?? 0) >= shortMs || earlier.has(transactionOf(holder)),
  );
}
