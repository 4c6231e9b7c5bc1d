import { examine, type Examination } from '../../../src/checks/examine.ts';
import type { ForeignKeyContext } from '../../../src/checks/foreign-keys/probes/context.ts';
import { foreignKeyChecks } from '../../../src/checks/foreign-keys/index.ts';
import { productExpectations } from '../../../src/checks/foreign-keys/expectations/product-profile.ts';
import { openDatabase, type Database } from '../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl } from '../../../src/checks/postgres/address/url.ts';

export const countEverything = {
  mode: 'exact',
  maxDurationMs: 20_000,
  oneStatementMs: 10_000,
  chunkRows: 1000,
  samples: 5,
} as const;

/**
 * A connection for many looks at one database: the first of each takes the server four times as long as the
 * next.
 */
export function connectOnce(url: string): Database {
  return openDatabase({
    address: parseDatabaseUrl(url, {}),
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 2000,
    signal: new AbortController().signal,
  });
}

/**
 * What `qa inspect-fk` sees, without the command line: all user tables and no expectations unless said
 * otherwise.
 */
export async function inspect(url: string, changes: Partial<ForeignKeyContext> = {}): Promise<Examination> {
  const signal = changes.signal ?? new AbortController().signal;
  const address = parseDatabaseUrl(url, {});
  const database = openDatabase({
    address,
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 2000,
    signal,
  });
  const context: ForeignKeyContext = {
    signal,
    progress: () => undefined,
    database,
    limits: { statementTimeoutMs: 10_000, lockTimeoutMs: 200 },
    selection: { kind: 'all' },
    expectations: { list: [], builtIn: false, complete: false },
    orphans: null,
    ...changes,
  };
  try {
    return await examine({ checks: foreignKeyChecks, context });
  } finally {
    await database.close();
  }
}

/** `code subject`, in the report's order. */
export function said({ verdicts }: Examination): string[] {
  return verdicts.flatMap(({ findings }) => findings.map(({ code, subject }) => `${code} ${subject}`));
}

export function findingOf({ verdicts }: Examination, code: string) {
  const finding = verdicts.flatMap(({ findings }) => findings).find((each) => each.code === code);
  if (finding === undefined) throw new Error(`Nothing was found by ${code}.`);
  return finding;
}

export function statusOf({ verdicts }: Examination, code: string) {
  const verdict = verdicts.find(({ check }) => check === code);
  return { status: verdict?.status, reason: verdict?.reason };
}

export const product = { list: productExpectations, builtIn: true, complete: false } as const;
