import { examine } from '../../../src/checks/examine.ts';
import type { Expectation } from '../../../src/checks/foreign-keys/expectations/expectation.ts';
import { parseDatabaseUrl } from '../../../src/checks/postgres/address/url.ts';
import { openDatabase } from '../../../src/checks/postgres/session/session.ts';
import type { RepairContext } from '../../../src/checks/repair/apply/context.ts';
import { repairChecks } from '../../../src/checks/repair/index.ts';
import { repair } from '../../../src/checks/repair/apply/repair.ts';
import type { Repair } from '../../../src/checks/repair/apply/repair-shape.ts';

/** Without pauses that a test would have to sit through. */
const tries = { most: 400, patienceMs: 15_000, firstPauseMs: 5, longestPauseMs: 40 } as const;

/** Runs `work` with what the command line would give a repair. */
export async function withRepair<Result>(
  url: string,
  constraint: string,
  expectations: readonly Expectation[],
  changes: Partial<RepairContext>,
  work: (context: RepairContext) => Promise<Result>,
): Promise<Result> {
  const signal = changes.signal ?? new AbortController().signal;
  const connection = {
    address: parseDatabaseUrl(url, {}),
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 5000,
  };
  const database = openDatabase({ ...connection, signal });
  const afterwards = openDatabase({ ...connection, signal: new AbortController().signal });
  try {
    return await work({
      signal,
      progress: () => undefined,
      database,
      afterwards,
      limits: { statementTimeoutMs: 10_000, lockTimeoutMs: 500 },
      expectations: { list: expectations, builtIn: false, complete: false },
      constraint,
      apply: false,
      leaveNotValid: false,
      quarantine: false,
      change: null,
      stamp: null,
      orphans: { mode: 'exact', maxDurationMs: 20_000, oneStatementMs: 10_000, chunkRows: 1000, samples: 5 },
      steps: { lockTimeoutMs: 50, alterTimeoutMs: 5_000, longLockMs: null, validateTimeoutMs: 15_000 },
      tries,
      writer: connection,
      ...changes,
    });
  } finally {
    await Promise.all([database.close(), afterwards.close()]);
  }
}

/** What `qa repair-fk` does, without the command line. */
export function repairKey(
  url: string,
  constraint: string,
  expectations: readonly Expectation[],
  changes: Partial<RepairContext> = {},
) {
  return withRepair(url, constraint, expectations, changes, async (context) => {
    const { evidence, verdicts } = await examine({ checks: repairChecks, always: [repair], context });
    const reason = verdicts.map((verdict) => verdict.reason).find((text) => text !== null);
    if (evidence[repair.name] === undefined) throw new Error(`Nothing was seen: ${reason}`);
    const findings = verdicts.flatMap((verdict) => verdict.findings);
    return {
      ...(evidence[repair.name] as Repair),
      verdicts,
      found: findings.map(({ code, severity }) => `${code} ${severity}`),
      findings,
    };
  });
}
