import { UsageError, type App } from '../../command.ts';
import { answerTo } from '../../options/answer.ts';
import type { DatabaseOptions, TargetOptions } from '../../options/options.ts';
import type { Target } from '../../target/target.ts';

/**
 * A target that nobody named is `prod`, and what it means may come from a variable set long ago: too little
 * to write by. Throws {@link UsageError}.
 */
export function requireNamedTarget(
  options: TargetOptions & DatabaseOptions,
  { name, config }: Pick<Target, 'name' | 'config'>,
  { environment }: App['io'],
): void {
  const isNamed = Boolean(
    options.target ??
    options.databaseUrl ??
    config.target ??
    (environment['QA_TARGET'] || environment['QA_DATABASE_URL']),
  );
  if (name !== 'prod' || isNamed) return;
  throw new UsageError(
    '--apply writes, and no target was named: write --target prod if that is meant, or give --database-url.',
  );
}

/** Throws {@link UsageError} where nobody is there to be asked, and `--yes` was not given. */
export function requireSomebodyToAsk(yes: boolean, { ask }: App['io'], database: string): void {
  if (yes || ask !== undefined) return;
  throw new UsageError(
    `--apply changes ${database}, and nobody can be asked here: look at the plan without --apply, then ` +
      'add --yes.',
  );
}

/** Throws {@link UsageError} unless the database's name is typed. */
export async function askFor(
  database: string,
  app: Pick<App, 'io' | 'interruption'>,
  signal: AbortSignal,
): Promise<void> {
  const name = database.replace(/^.*\//s, '');
  const answer = await answerTo(`To change ${database}, type its name (${name}): `, app, signal);
  if (answer === name) return;
  throw new UsageError(`"${answer}" is not the database's name, ${name}: nothing was changed.`);
}
