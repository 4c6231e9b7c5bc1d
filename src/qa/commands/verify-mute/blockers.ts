import type { Examination } from '../../../checks/examine.ts';
import type { Finding } from '../../../checks/finding.ts';
import { inTheWay, type InTheWay } from '../../../checks/locks/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import type { App } from '../../command.ts';
import { readAddress } from '../../target/read-address.ts';
import type { Target } from '../../target/target.ts';
import { isLate } from './is-late.ts';

/** Milliseconds: the run is over but for this, and whoever waits for its report waits for it. */
const limits = { connectMs: 2_000, statementTimeoutMs: 2_000, lockTimeoutMs: 200, pauseMs: 250 } as const;

/**
 * Who holds up others in the database, said beside the answers that did not come or came late. A database
 * that cannot be asked changes nothing of what was found.
 */
export async function withBlockers(examination: Examination, target: Target, app: App): Promise<Examination> {
  try {
    const found = await look(target, app);
    return found === null ? examination : toldBeside(examination, found);
  } catch (error) {
    app.say(`Whether a lock held the answers up is not known: ${describeError(error)}.`);
    return examination;
  }
}

async function look(target: Target, app: App): Promise<InTheWay | null> {
  const { signal } = app.interruption;
  const address = await readAddress(target, app);
  const database = openDatabase({
    address,
    applicationName: 'facteur-qa verify-mute',
    connectTimeoutMs: limits.connectMs,
    signal,
  });
  try {
    return await inTheWay({ signal, progress: app.progress, database, limits, pauseMs: limits.pauseMs });
  } finally {
    await database.close();
  }
}

/** The examination with that sentence, and what ends them, beside each answer that was late. */
export function toldBeside(examination: Examination, { sentence, sql }: InTheWay): Examination {
  const told = (finding: Finding): Finding => ({
    ...finding,
    // First, since it is the first line of a report that is read at a terminal.
    message: `In the database others wait for a lock: ${sentence}. ${finding.message}`,
    remedy: { ...finding.remedy, sql: [...finding.remedy.sql, ...sql] },
  });
  return {
    ...examination,
    verdicts: examination.verdicts.map((verdict) => ({
      ...verdict,
      findings: verdict.findings.map((finding) => (isLate(finding) ? told(finding) : finding)),
    })),
  };
}
