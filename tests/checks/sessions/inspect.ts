import { examine, type Examination } from '../../../src/checks/examine.ts';
import { openDatabase } from '../../../src/checks/postgres/session/session.ts';
import { parseDatabaseUrl, startupOptionsOf } from '../../../src/checks/postgres/address/url.ts';
import { sessionChecks } from '../../../src/checks/sessions/index.ts';
import type { SessionsContext } from '../../../src/checks/sessions/probes/context.ts';

/** What `qa inspect-sessions` sees, without the command line. */
export async function inspect(
  url: string,
  changes: Partial<SessionsContext> & { readonly compareUrl?: string } = {},
): Promise<Examination> {
  const { compareUrl, ...given } = changes;
  const signal = given.signal ?? new AbortController().signal;
  const address = parseDatabaseUrl(url, {});
  const applicationName = 'facteur-qa test';
  const database = openDatabase({ address, applicationName, connectTimeoutMs: 3000, signal });
  try {
    const context: SessionsContext = {
      signal,
      progress: () => undefined,
      database,
      limits: { statementTimeoutMs: 5000, lockTimeoutMs: 200 },
      address,
      applicationName,
      connectTimeoutMs: 3000,
      cancelling: new Set(),
      ownOptions: startupOptionsOf(url, {}),
      compared: compareUrl === undefined ? null : parseDatabaseUrl(compareUrl, {}),
      apiRoles: { names: ['anon', 'authenticated'], expected: [] },
      ...given,
    };
    return await examine({ checks: sessionChecks, context });
  } finally {
    await database.close();
  }
}

/** `code subject`, in the report's order. */
export function said({ verdicts }: Examination): string[] {
  return verdicts.flatMap(({ findings }) => findings.map(({ code, subject }) => `${code} ${subject}`));
}

export function findingsOf({ verdicts }: Examination, code: string) {
  return verdicts.flatMap(({ findings }) => findings).filter((each) => each.code === code);
}

export function statusOf({ verdicts }: Examination, code: string) {
  const verdict = verdicts.find(({ check }) => check === code);
  return { status: verdict?.status, reason: verdict?.reason };
}
