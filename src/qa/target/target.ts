import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  BadDatabaseUrl,
  environmentNamesDatabase,
  parseDatabaseUrl,
  withoutPassword,
} from '../../checks/postgres/index.ts';
import { shellWord } from '../../checks/support/shell.ts';
import { UsageError, type App } from '../command.ts';
import { findUpwards, readConfig } from './config.ts';
import type { Config, TargetConfig } from './config-schema.ts';
import { suggestion } from '../options/nearest.ts';
import type { DatabaseOptions, TargetOptions } from '../options/options.ts';

/** What a run looks at. */
export interface Target {
  readonly name: string;
  /** True where nobody named it and its address came from a flag or the environment: it may be anything. */
  readonly assumed?: boolean;
  /** Scheme, host and port; null when none is known. */
  readonly origin: string | null;
  /** `/api`, without a slash at its end; empty when the API lives at the root. */
  readonly prefix: string;
  /**
   * Null when neither a URL nor libpq's variables name one. What a URL leaves open comes from `PG*` and
   * `.pgpass`.
   */
  readonly databaseUrl: string | null;
  /** True where nobody named a target, so that the name is the default. */
  readonly unnamed?: boolean;
  /** The dev server's own token, when it is the target. */
  readonly token: string | null;
  /** What the deployment must report. */
  readonly expected: {
    readonly environment: string | null;
    readonly commit: string | null;
    readonly version: string | null;
  };
  /** Where the web app's page comes from, for which CORS is judged. */
  readonly page: string | null;
  readonly config: Config;
  /**
   * What another command line needs to mean the same target, as typed: `--target local`. Never the database's
   * URL: it may hold a password.
   */
  readonly flags: readonly string[];
  /** How another command line comes to the same token: nothing where it finds it itself; absent, by `-`. */
  readonly tokenWords?: readonly string[];
  /** The database's URL without its password, where it came as a flag: another command line needs it too. */
  readonly databaseFlag: string | null;
}

/**
 * Each setting from the first that has it: flag, environment, `qa.config.json`, the built-in target.
 * `prod` has no built-in origin: where production lives is the user's to say. Throws {@link UsageError}.
 */
export async function resolveTarget(
  options: TargetOptions & DatabaseOptions & { readonly tokenFile?: string | undefined },
  app: Pick<App, 'io' | 'secrets' | 'named'>,
): Promise<Target> {
  const { environment, cwd } = app.io;
  const config = await readConfig(cwd, options.config);
  const { named } = app;
  const name = named?.name ?? options.target ?? (environment['QA_TARGET'] || config.target || 'prod');
  const known = ['prod', 'local', ...Object.keys(config.targets ?? {})];
  if (named === undefined && !known.includes(name))
    throw new UsageError(
      `There is no target "${name}" for --target: known are ` +
        `${[...new Set(known)].join(', ')}.${suggestion(name, known)}`,
    );

  const configured: TargetConfig = named ?? config.targets?.[name] ?? {};
  const isNamed = [named?.name, options.target, environment['QA_TARGET'], config.target].some(Boolean);
  const dev = name === 'local' && named === undefined ? await readDevServer(cwd) : null;
  if (dev?.token) app.secrets.add(dev.token);

  const baseUrl =
    options.baseUrl ?? (environment['QA_BASE_URL'] || configured.baseUrl || dev?.baseUrl || null);
  const prefix = readPrefix(options.apiPrefix ?? configured.apiPrefix ?? dev?.apiPrefix ?? '/api');
  const origin = baseUrl === null ? null : readOrigin(baseUrl, prefix);
  const databaseUrl =
    options.databaseUrl ??
    (environment['QA_DATABASE_URL'] ||
      environment['DATABASE_URL'] ||
      configured.databaseUrl ||
      dev?.databaseUrl ||
      null);
  const isElsewhere =
    (baseUrl !== null && baseUrl !== configured.baseUrl) ||
    (databaseUrl !== null && databaseUrl !== configured.databaseUrl);
  const token = dev !== null && origin === readOrigin(dev.baseUrl, prefix) ? dev.token : null;
  const { tokenFile } = options;
  return {
    name,
    ...(!isNamed && isElsewhere && { assumed: true }),
    ...(!isNamed && { unnamed: true }),
    origin,
    prefix,
    databaseUrl: readDatabase(databaseUrl, app),
    token,
    ...(tokenFile !== undefined
      ? { tokenWords: ['--token-file', shellWord(tokenFile)] }
      : (token !== null || Boolean(environment['QA_TOKEN'])) && { tokenWords: [] }),
    expected: {
      environment: configured.environment ?? config.environment ?? null,
      commit: configured.commit ?? config.commit ?? null,
      version: configured.version ?? config.version ?? null,
    },
    page: configured.origin ?? config.origin ?? null,
    config,
    flags: Object.entries({
      target: options.target,
      'base-url': options.baseUrl,
      'api-prefix': options.apiPrefix,
      config: options.config,
    }).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag} ${shellWord(value)}`])),
    databaseFlag: options.databaseUrl === undefined ? null : withoutPassword(options.databaseUrl),
  };
}

/** The API's origin. Throws {@link UsageError} that says how to name one. */
export function requireOrigin({ name, origin, unnamed }: Target): string {
  if (origin !== null) return origin;
  if (unnamed === true)
    throw new UsageError(
      'No target was named: give --base-url https://host, set QA_BASE_URL, write targets.prod.baseUrl into ' +
        'qa.config.json (qa init does it), or give --target local for the server that qa dev started.',
    );
  throw new UsageError(
    name === 'local'
      ? 'No dev server is known here: start one with qa dev, or give --base-url http://127.0.0.1:PORT.'
      : `The target "${name}" has no base URL: give --base-url https://host, set QA_BASE_URL, or ` +
          `write targets.${name}.baseUrl into qa.config.json.`,
  );
}

/** What of a target says where its database is. */
export type DatabaseTarget = Pick<Target, 'name' | 'databaseUrl' | 'unnamed'>;

/** The database's URL. Throws {@link UsageError} that says how to name one. */
export function requireDatabaseUrl({ name, databaseUrl, unnamed }: DatabaseTarget): string {
  if (databaseUrl !== null) return databaseUrl;
  throw new UsageError(
    name === 'local'
      ? 'No dev server is known here: start one with qa dev, or give --database-url ' +
          'postgresql://user@host:5432/name.'
      : `${unnamed === true ? 'No database was named' : `The target "${name}" has no database`}: set ` +
          'QA_DATABASE_URL or DATABASE_URL, give --database-url, or set PGHOST and its like.',
  );
}

function readPrefix(given: string): string {
  const prefix = given.replace(/\/+$/, '');
  if (prefix !== '' && !/^(\/[\w.~-]+)+$/.test(prefix))
    throw new UsageError(`--api-prefix "${given}" is not a path: write it as /api.`);
  return prefix;
}

/** An origin, from a base URL that may end in the prefix. What is quoted never holds credentials. */
function readOrigin(given: string, prefix: string): string {
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(given))
    throw new UsageError(`The base URL "${given}" has no scheme: write https://host.`);
  if (!URL.canParse(given))
    throw new UsageError(`The base URL "${given}" cannot be read: write https://host or https://host:port.`);
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new UsageError(`The base URL begins with ${url.protocol}//: write https://host.`);
  if (url.username !== '' || url.password !== '')
    throw new UsageError(`The base URL holds credentials: write ${url.origin}, and give the token apart.`);
  if (url.search !== '' || url.hash !== '')
    throw new UsageError(`The base URL has a query or a fragment: write ${url.origin}.`);
  const path = url.pathname.replace(/\/+$/, '');
  if (path !== '' && path !== prefix)
    throw new UsageError(
      `The base URL has the path ${path}: write ${url.origin}, and --api-prefix ${path} if the API ` +
        'lives there.',
    );
  return url.origin;
}

function readDatabase(given: string | null, { io, secrets }: Pick<App, 'io' | 'secrets'>): string | null {
  const url = given ?? (environmentNamesDatabase(io.environment) ? 'postgresql://' : null);
  if (url === null) return null;
  try {
    const { user, password, database } = parseDatabaseUrl(url, io.environment);
    // A password that is also the user's or the database's name hides nothing, and masking it would blacken
    // the report.
    if (password !== null && password !== user && password !== database) secrets.add(password);
    return url;
  } catch (error) {
    if (error instanceof BadDatabaseUrl) throw new UsageError(error.message);
    throw error;
  }
}

interface DevServer {
  readonly baseUrl: string;
  readonly apiPrefix: string;
  readonly token: string;
  readonly databaseUrl: string;
}

/** What `qa dev` says of itself in `.qa/dev.json`, here or above; null when there is none. */
async function readDevServer(cwd: string): Promise<DevServer | null> {
  const path = await findUpwards(cwd, join('.qa', 'dev.json'));
  if (path === null) return null;
  try {
    const { baseUrl, apiPrefix, token, databaseUrl } = JSON.parse(await readFile(path, 'utf8')) as Record<
      string,
      unknown
    >;
    const texts = [baseUrl, apiPrefix, token, databaseUrl];
    if (texts.every((text) => typeof text === 'string')) {
      const [base, prefix, bearer, database] = texts as [string, string, string, string];
      return { baseUrl: base, apiPrefix: prefix, token: bearer, databaseUrl: database };
    }
  } catch {
    // Said below: unreadable and malformed are the same to the user.
  }
  throw new UsageError(`${path} cannot be read: stop qa dev and start it again.`);
}
