import type { Scope } from '../../../checks/report.ts';
import { UsageError, type App } from '../../command.ts';
import type { Target } from '../../target/target.ts';
import type { Options } from './options.ts';

/** One command line of ours that is run for a diagnosis. */
export interface Look {
  readonly command: string;
  readonly argv: readonly string[];
}

/**
 * Which looks the given access allows, and what could not be looked at for want of it. Throws {@link
 * UsageError}.
 */
export function looksFor(
  options: Options,
  target: Target,
  token: string | null,
): { readonly looks: readonly Look[]; readonly notLookedAt: Scope['leftOut'] } {
  const hasApi = target.origin !== null;
  const hasDatabase = target.databaseUrl !== null;
  if (!hasApi && !hasDatabase) {
    throw new UsageError(
      `There is nothing to look at: the target "${target.name}" has neither a base URL (--base-url, ` +
        'QA_BASE_URL) ' +
        'nor a database (QA_DATABASE_URL), and --from names no saved report.',
    );
  }
  const shared = [...sharedOf(options), '--deadline', `${options.deadline}ms`];
  const timeout = ['--timeout', `${options.timeout}ms`];
  const look = (command: string, ...more: readonly string[]): Look => ({
    command,
    argv: [command, ...shared, ...timeout, ...more],
  });
  const files = (options.versionsDir ?? []).flatMap((directory) => ['--versions-dir', directory]);
  const reach = reachOf(options);
  const looks = [
    ...(hasApi
      ? [look('verify-railway', ...reach, ...given(options, 'expect-commit', 'observe', 'log'))]
      : []),
    ...(hasApi && token !== null
      ? [look('verify-mute', ...reach, ...(options.readOnly ? ['--read-only'] : []))]
      : []),
    ...(hasDatabase
      ? [
          look('inspect-fk', ...given(options, 'expect'), ...(options.orphans ? ['--orphans'] : [])),
          look('inspect-locks'),
          look('inspect-sessions'),
        ]
      : []),
    ...(files.length > 0 ? [look('inspect-migrations', ...files)] : []),
  ];
  const notLookedAt = [
    ...(hasApi ? [] : [{ what: 'the API', reason: 'no base URL' }]),
    ...(hasApi && token === null ? [{ what: 'the mute endpoints', reason: 'no token' }] : []),
    ...(hasDatabase ? [] : [{ what: 'the database', reason: 'no URL' }]),
    ...(files.length > 0 ? [] : [{ what: 'the migrations of the code', reason: 'no --versions-dir' }]),
  ];
  return { looks, notLookedAt };
}

/**
 * Flags that name the target, for every look. The database's URL goes through the environment: it may hold a
 * password.
 */
function sharedOf({ target, baseUrl, apiPrefix, config }: Options): string[] {
  return Object.entries({ target, 'base-url': baseUrl, 'api-prefix': apiPrefix, config }).flatMap(
    ([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]),
  );
}

/** How the API is reached, as both of its looks are told. */
function reachOf({ header = [], resolve = [], insecure, ...one }: Options): string[] {
  const { caFile, cert, key, rate } = one;
  return [
    ...header.flatMap((line) => ['--header', line]),
    ...resolve.flatMap((place) => ['--resolve', place]),
    ...Object.entries({ 'ca-file': caFile, cert, key, rate }).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag}`, value],
    ),
    ...(insecure ? ['--insecure'] : []),
  ];
}

function given(
  options: Options,
  ...names: readonly ('expect-commit' | 'expect' | 'observe' | 'log')[]
): string[] {
  return names.flatMap((name) => {
    const value = options[name];
    return value === undefined ? [] : [`--${name}`, value];
  });
}

/** The same process for a look, with the access that was found: no secret is on any command line. */
export function appFor(app: App, target: Target, token: string | null): App {
  const environment = {
    ...app.io.environment,
    ...(token !== null && { QA_TOKEN: token }),
    ...(target.databaseUrl !== null && { QA_DATABASE_URL: target.databaseUrl }),
  };
  return { ...app, io: { ...app.io, environment } };
}
