import { examine } from '../../../checks/examine.ts';
import {
  code,
  migrationChecks,
  versionTable,
  type MigrationContext,
} from '../../../checks/migrations/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import { shellWord } from '../../../checks/support/shell.ts';
import { UsageError, type App, type Command } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { reportOf } from '../../output/report-of.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import { resolveTarget, type Target } from '../../target/target.ts';
import { readCodeSource } from './code-source.ts';
import type { Given, Options } from './options.ts';

/**
 * Compares the database's revision with the code's: reads only, runs no file, and needs but one of the two.
 */
export const command: Command<Options> = {
  run: async (options, app) => {
    const startedAt = new Date();
    const target = flagged(await resolveTarget(options, app), options);
    const checks = selectChecks(migrationChecks, options);
    const source = await readCodeSource(options, app.io.cwd);
    if (source === null && target.databaseUrl === null) {
      throw new UsageError(
        'There is nothing to look at: give --versions-dir DIR, a database (--database-url, ' +
          'QA_DATABASE_URL), or both.',
      );
    }
    const { signal, ends } = runDeadline(options.deadline, app);
    const database = target.databaseUrl === null ? null : await open(target, options, app, signal);
    const context: MigrationContext = {
      signal,
      progress: app.progress,
      code: source,
      database: database && {
        database,
        limits: readLimits(options.timeout),
        table: options.versionTable,
        schema: options.versionSchema ?? null,
      },
    };
    try {
      const examination = await examine({ checks, always: [code, versionTable], context });
      const { failOn } = options;
      return {
        report: await reportOf({
          command: 'inspect-migrations',
          app,
          target,
          startedAt,
          examination,
          failOn,
        }),
      };
    } finally {
      ends();
      await database?.close();
    }
  },
};

async function open(target: Target, { timeout }: Given, app: App, signal: AbortSignal) {
  const address = await readAddress(target, app);
  return openDatabase({
    address,
    applicationName: 'facteur-qa inspect-migrations',
    connectTimeoutMs: timeout,
    signal,
  });
}

/** The target with what a further command about migrations needs to mean the same. */
function flagged(
  target: Target,
  { versionsDir = [], recursive, expectHead = [], versionTable: table, versionSchema: schema }: Given,
): Target {
  return {
    ...target,
    flags: [
      ...target.flags,
      ...versionsDir.map((directory) => `--versions-dir ${shellWord(directory)}`),
      ...(recursive ? ['--recursive'] : []),
      ...expectHead.map((head) => `--expect-head ${shellWord(head)}`),
      ...(table === 'alembic_version' ? [] : [`--version-table ${shellWord(table)}`]),
      ...(schema === undefined ? [] : [`--version-schema ${shellWord(schema)}`]),
    ],
  };
}
