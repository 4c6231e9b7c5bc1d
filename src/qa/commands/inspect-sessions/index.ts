import type { ArgumentsCamelCase } from 'yargs';
import { examine, observed } from '../../../checks/examine.ts';
import {
  BadDatabaseUrl,
  openDatabase,
  parseDatabaseUrl,
  startupOptionsOf,
  withFiledPassword,
} from '../../../checks/postgres/index.ts';
import {
  carryOver,
  connections,
  exposedRelations,
  inForce,
  otherSupabasePort,
  sessionChecks,
  sessionScope,
  type SessionsContext,
} from '../../../checks/sessions/index.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { reportOf } from '../../output/report-of.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget } from '../../target/target.ts';
import { cleanupOf } from './cleanup.ts';
import type { Options } from './options.ts';

const applicationName = 'facteur-qa inspect-sessions';

/** Supabase's own; the configuration names others. */
const usualApiRoles = ['anon', 'authenticated'] as const;

/** Shows what is really in force through this connection; reads only, and leaves no setting behind. */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = await resolveTarget(options, app);
    const checks = selectChecks(sessionChecks, options);
    const address = await readAddress(target, app);
    const compared = (await readCompared(options, app)) ?? otherSupabasePort(address);
    const expected = target.config.apiRoles ?? [];

    const { signal, ends } = runDeadline(options.deadline, app);
    const database = openDatabase({ address, applicationName, connectTimeoutMs: options.timeout, signal });
    const context: SessionsContext = {
      signal,
      progress: app.progress,
      database,
      limits: readLimits(options.timeout),
      address,
      applicationName,
      connectTimeoutMs: options.timeout,
      cancelling: new Set(),
      ownOptions: startupOptionsOf(target.databaseUrl, app.io.environment),
      compared,
      apiRoles: { names: [...new Set([...usualApiRoles, ...expected])], expected },
    };
    try {
      const examination = await examine({ checks, context });
      const cleanup = cleanupOf(observed(examination, carryOver));
      const seen = observed(examination, inForce);
      const scope =
        seen === null
          ? null
          : sessionScope(seen, observed(examination, exposedRelations), observed(examination, connections));
      return {
        report: await reportOf({
          command: 'inspect-sessions',
          app,
          target,
          startedAt,
          examination,
          cleanup,
          scope,
          failOn: options.failOn,
        }),
      };
    } finally {
      ends();
      await Promise.all([database.close(), ...context.cancelling]);
    }
  },
};

async function readCompared({ compareUrl }: ArgumentsCamelCase<Options>, { io, secrets }: App) {
  if (compareUrl === undefined) return null;
  try {
    const address = await withFiledPassword(parseDatabaseUrl(compareUrl, io.environment), io.environment);
    if (address.password !== null) secrets.add(address.password);
    return address;
  } catch (error) {
    if (error instanceof BadDatabaseUrl)
      throw new UsageError(`--compare-url cannot be used. ${error.message}`);
    throw error;
  }
}
