import { withoutPassword } from '../../../checks/postgres/index.ts';
import { UsageError, type App } from '../../command.ts';
import { answerTo } from '../../options/answer.ts';
import type { TargetConfig } from '../../target/config-schema.ts';
import { resolveTarget } from '../../target/target.ts';
import type { Options } from './options.ts';
import { railwayOrigin, supabaseDatabase } from './address-hints.ts';

/** What is to be written of a target, as it was given: the database's URL may still hold its password. */
export interface Wish {
  readonly baseUrl?: string | undefined;
  readonly apiPrefix?: string | undefined;
  readonly databaseUrl?: string | undefined;
  readonly environment?: string | undefined;
  readonly origin?: string | undefined;
}

/** From flags where there is one, else from whoever sits at the terminal. Throws {@link UsageError}. */
export async function readWish(name: string, options: Options, app: App): Promise<Wish> {
  const { baseUrl, apiPrefix, databaseUrl, environment, origin } = options;
  const flags: Wish = { baseUrl, apiPrefix, databaseUrl, environment, origin };
  if (Object.values(flags).some((value) => value !== undefined)) {
    await settingsOf(name, flags, app);
    return withoutPlaceholder(flags);
  }
  if (app.io.ask === undefined)
    throw new UsageError(
      'Nobody can be asked here: give --base-url or --database-url, or --check to look and write nothing.',
    );
  return ask(name, app);
}

/**
 * What stands in the configuration: no secret among it. Throws {@link UsageError} for what cannot be meant.
 */
export async function settingsOf(name: string, wish: Wish, app: App): Promise<TargetConfig> {
  const { databaseUrl, environment, origin } = withoutPlaceholder(wish);
  // As every command reads it, with nothing from elsewhere.
  const bare = { ...app, named: { name }, io: { ...app.io, environment: {} } };
  const target = await resolveTarget({ ...wish, databaseUrl }, bare);
  return {
    ...(target.origin !== null && { baseUrl: target.origin }),
    ...(wish.apiPrefix !== undefined && { apiPrefix: target.prefix }),
    ...(databaseUrl !== undefined && { databaseUrl: withoutPassword(databaseUrl) }),
    ...(environment !== undefined && { environment }),
    ...(origin !== undefined && { origin: readPage(origin) }),
  };
}

/** Supabase shows its addresses with this in the password's place. */
function withoutPlaceholder(wish: Wish): Wish {
  const { databaseUrl } = wish;
  const isOpen = databaseUrl !== undefined && /:\[YOUR-PASSWORD\]@/i.test(databaseUrl);
  return isOpen ? { ...wish, databaseUrl: withoutPassword(databaseUrl) } : wish;
}

function readPage(given: string): string {
  if (URL.canParse(given) && /^https?:$/.test(new URL(given).protocol)) return new URL(given).origin;
  throw new UsageError(`--origin "${given}" is not a page's address: write https://host.`);
}

async function ask(name: string, app: App): Promise<Wish> {
  const one = async (lines: readonly string[], key: keyof Wish, prompt: string): Promise<Wish> => {
    const told = [...lines.map((line) => `  ${line}`), `${prompt}: `];
    const answer = await answerTo(`\n${told.join('\n')}`, app);
    if (answer === '') return {};
    const wish = { [key]: answer };
    try {
      await settingsOf(name, wish, app);
      return withoutPlaceholder(wish);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      app.say(error.message);
      return one([], key, prompt);
    }
  };
  app.say('Enter leaves a question out. A password may be typed: it is used once, and written nowhere.');
  const wish = {
    ...(await one(railwayOrigin, 'baseUrl', `The API of ${name}, https://host`)),
    ...(await one(supabaseDatabase, 'databaseUrl', 'Its database, postgresql://user@host:port/name')),
    ...(await one([], 'environment', 'The environment that the deployment reports, such as production')),
    ...(await one([], 'origin', "The web app's page, to judge CORS for, https://host")),
  };
  if (Object.keys(wish).length > 0) return wish;
  throw new UsageError('Nothing was answered, so nothing was written: qa init --check looks without.');
}
