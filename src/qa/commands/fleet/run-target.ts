import { resolve } from 'node:path';
import type { Report } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type App } from '../../command.ts';
import type { FailOn } from '../../options/options.ts';
import { redacted } from '../../secrets/redact-value.ts';
import { createSecrets, type Secrets } from '../../secrets/secrets.ts';
import type { FleetTarget } from './targets-file.ts';
import { readText } from '../../state/read-text.ts';

/** What every target of a fleet is run with. */
export interface Fleet {
  readonly app: App;
  /** Where the files lie that targets name. */
  readonly directory: string;
  readonly failOn: FailOn;
  /** The environment without anything that is one target's own. */
  readonly environment: App['io']['environment'];
}

/**
 * Runs one command line on one target, with its own secrets and no other's. Never throws: a target that
 * cannot be looked at is unknown, and says why.
 */
export async function runTarget(
  target: FleetTarget,
  words: readonly string[],
  fleet: Fleet,
): Promise<Report> {
  const { app } = fleet;
  const secrets = createSecrets();
  const startedAt = new Date();
  const [command = ''] = words;
  try {
    const inner = await appFor(target, fleet, secrets);
    const aim = { '--base-url': target.baseUrl, '--api-prefix': target.apiPrefix, '--fail-on': fleet.failOn };
    const flags = Object.entries(aim).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]));
    const outcome = await app.runCommand([...words, ...flags], inner);
    if (outcome === null || !('report' in outcome)) throw new Error('it ended without a report');
    const report = redacted(outcome.report, secrets.redact) as Report;
    return { ...report, target: { ...report.target, name: target.name } };
  } catch (error) {
    // What an option's own parser threw comes back from yargs as another error with its message.
    const isMistake = error instanceof UsageError || (error instanceof Error && error.name === 'YError');
    const reason = `qa ${command} could not look: ${secrets.redact(describeError(error))}`;
    const exitCode = error instanceof UsageError ? error.exitCode : isMistake ? 2 : 3;
    return unseen(target, { command, reason, exitCode, startedAt, app });
  }
}

/** The report of a target that was not looked at. */
export function unseen(
  target: FleetTarget,
  {
    command,
    reason,
    exitCode,
    startedAt,
    app,
  }: Pick<Report, 'command' | 'exitCode'> & { reason: string; startedAt: Date; app: App },
): Report {
  return {
    schema: 1,
    tool: { name: 'facteur-qa', version: app.version },
    command,
    target: { name: target.name, baseUrl: target.baseUrl ?? null, database: null },
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    scope: null,
    evidence: {},
    verdicts: [{ check: command, status: 'unknown', reason, findings: [] }],
    diagnosis: null,
    cleanup: { status: 'not-needed', undo: [] },
    exitCode,
  };
}

/** Variables that mean one target, or open it; each target has its own, or none. */
const oneTargets = /^(QA_(TARGET|BASE_URL|TOKEN|DATABASE_URL)|DATABASE_URL|RAILWAY_.*|PG(?!SSL).*)$/;

/** The environment for every target: without what names or opens any of them. */
export function sharedEnvironment(
  environment: App['io']['environment'],
  targets: readonly FleetTarget[],
): App['io']['environment'] {
  const named = new Set(
    targets.flatMap(({ tokenEnv, databaseUrlEnv, railwayTokenEnv }) => [
      tokenEnv,
      databaseUrlEnv,
      railwayTokenEnv,
    ]),
  );
  return Object.fromEntries(
    Object.entries(environment).filter(([name]) => !named.has(name) && !oneTargets.test(name)),
  );
}

/** The process as this target's run sees it: it prints nothing, and knows one target's secrets. */
async function appFor(target: FleetTarget, fleet: Fleet, secrets: Secrets): Promise<App> {
  const { app } = fleet;
  const read = async (what: string, name?: string, file?: string): Promise<string | null> => {
    if (name === undefined && file === undefined) return null;
    const value =
      name === undefined ? await readText(resolve(fleet.directory, file ?? '')) : app.io.environment[name];
    const secret = value?.trim() ?? '';
    if (secret === '') throw new UsageError(`${what} is empty: ${name ?? file} holds nothing`);
    secrets.add(secret);
    return secret;
  };
  const token = await read('the token', target.tokenEnv, target.tokenFile);
  const databaseUrl = await read('the database URL', target.databaseUrlEnv, target.databaseUrlFile);
  const railwayToken = await read("Railway's token", target.railwayTokenEnv);
  const { environment, commit, version, origin } = target;
  const expected = Object.fromEntries(
    Object.entries({ environment, commit, version, origin }).filter(([, value]) => value !== undefined),
  );
  return {
    ...app,
    secrets,
    named: { name: target.name, ...expected, ...(databaseUrl !== null && { databaseUrl }) },
    io: {
      cwd: app.io.cwd,
      processes: app.io.processes,
      readStdin: async () => '',
      environment: {
        ...fleet.environment,
        ...(token !== null && { QA_TOKEN: token }),
        ...(railwayToken !== null && { RAILWAY_TOKEN: railwayToken }),
      },
    },
    print: () => undefined,
    reveal: () => undefined,
    say: (line) => app.say(`${target.name}: ${secrets.redact(line)}`),
    progress: () => undefined,
  };
}
