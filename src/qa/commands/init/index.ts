import { UsageError, type App, type Command, type Outcome } from '../../command.ts';
import { answerTo } from '../../options/answer.ts';
import { readToken } from '../../secrets/token-source.ts';
import { readConfig } from '../../target/config.ts';
import { resolveTarget, type Target } from '../../target/target.ts';
import { accessReport, accessReportText } from './access-report.ts';
import { afterwards } from './afterwards.ts';
import { findConfigFile, writeTarget, type ConfigFile } from './config-file.ts';
import { look } from './look.ts';
import type { Declared, Options } from './options.ts';
import { readWish, settingsOf, type Wish } from './wish.ts';

/** Writes a configuration, and says what can be seen with it; with `--check` it says only that. */
export const command: Command<Declared> = {
  run: async (options, app) => {
    if (options.check) return told(await resolveTarget(options, app), [], options, app);
    const name = await targetName(options, app);
    const file = await findConfigFile(app.io.cwd, options.config);
    await requireConsent(file, name, options, app);
    const wish = await readWish(name, options, app);
    const settings = await settingsOf(name, wish, app);
    const keys = await writeTarget(file, name, settings);
    const written = [`Written into ${file.path}: targets.${name}, with ${keys.join(', ')}.`];
    const target = await resolveTarget({ ...withPassword(wish, app), target: name, config: file.path }, app);
    return told(
      target,
      [...written, ...afterwards(wish, settings.databaseUrl, app.io.environment)],
      options,
      app,
    );
  },
};

async function told(
  target: Target,
  written: readonly string[],
  options: Options,
  app: App,
): Promise<Outcome> {
  if (target.origin === null && target.databaseUrl === null)
    throw new UsageError(
      `There is nothing to look at: the target "${target.name}" has neither a base URL (--base-url, ` +
        'QA_BASE_URL) nor a database (QA_DATABASE_URL); qa init writes them down.',
    );
  const token = await readToken(options, app, target);
  const seen = await look(target, token, options, app);
  const report = accessReport({ target, token, seen, interrupted: app.interruption.exitCode() });
  const { exitCode } = report;
  if (options.format === 'json')
    return { text: `${JSON.stringify({ schema: 1, written, ...report }, null, 2)}\n`, exitCode };
  return { text: accessReportText(report, written, app.terminal.out), exitCode, form: 'styled' };
}

/** Under which name it is written. Throws {@link UsageError}. */
async function targetName({ target, config }: Options, { io }: App): Promise<string> {
  const configured = config === undefined ? (await readConfig(io.cwd, undefined)).target : undefined;
  const name = target ?? (io.environment['QA_TARGET'] || configured || 'prod');
  if (name === 'local')
    throw new UsageError(
      'The target "local" is what qa dev starts here, and needs no configuration: give --target ' +
        'another name.',
    );
  if (/^[\w.-]+$/.test(name)) return name;
  throw new UsageError(`--target "${name}" is not a name for a target: write it as prod or staging-2.`);
}

/** Throws {@link UsageError} where the file is there, and nobody has said that it may be changed. */
async function requireConsent(
  { path, isThere }: ConfigFile,
  name: string,
  { force }: Options,
  app: App,
): Promise<void> {
  if (!isThere || force) return;
  const isAsked = app.io.ask !== undefined;
  const question = `${path} is there.\nChange targets.${name} in it, and leave the rest as it is? (yes/no) `;
  if (isAsked && /^y(es)?$/i.test(await answerTo(question, app))) return;
  throw new UsageError(
    isAsked
      ? `${path} was not changed: --config FILE writes another, and qa init --check writes nothing.`
      : `${path} is there, and was not changed: --force changes targets.${name} in it, --config FILE ` +
          'writes another.',
  );
}

/**
 * The look that follows sees what later commands will see, for whom the environment goes before the file; but
 * for a password that was given now.
 */
function withPassword({ databaseUrl }: Wish, { io }: App): { readonly databaseUrl?: string | undefined } {
  return io.environment['QA_DATABASE_URL'] || io.environment['DATABASE_URL'] ? {} : { databaseUrl };
}
