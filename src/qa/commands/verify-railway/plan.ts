import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defaultRoutes, type DeploymentContext, type Expected } from '../../../checks/deployment/index.ts';
import { readHttpAccess } from '../../target/http-access.ts';
import type { HttpOptions } from '../../options/options.ts';
import { UsageError, type App } from '../../command.ts';

/** What the options of `qa verify-railway` say, read and checked. Nothing was contacted yet. */
export interface DeploymentPlan {
  readonly routes: DeploymentContext['routes'];
  readonly canaryIsDefault: boolean;
  readonly named: DeploymentContext['named'];
  readonly asksAsRailway: boolean;
  readonly expected: Expected;
  readonly connection: DeploymentContext['connection'];
  readonly observation: { readonly windowMs: number; readonly samples: number } | null;
  readonly log: DeploymentContext['log'];
}

export interface DeploymentOptions extends HttpOptions {
  readonly observe?: number | undefined;
  readonly samples?: number | undefined;
  readonly expectCommit?: string | undefined;
  readonly expectVersion?: string | undefined;
  readonly expectEnvironment?: string | undefined;
  readonly expectJson?: string[] | undefined;
  readonly canary?: string | undefined;
  readonly liveness?: string | undefined;
  readonly readiness?: string | undefined;
  readonly healthcheckHost: boolean;
  readonly log?: string | undefined;
}

/** One sample a second, where only the window was named, or only their number. */
const samplePaceMs = 1_000;

/**
 * Reads what was asked for; what the options leave open, `configured` says. Throws {@link UsageError} for
 * what cannot be meant.
 */
export async function planOf(
  options: DeploymentOptions,
  app: App,
  {
    origin,
    prefix,
    expected: configured,
  }: { readonly origin: string; readonly prefix: string; readonly expected: Partial<Expected> },
): Promise<DeploymentPlan> {
  const routes = defaultRoutes(prefix);
  return {
    routes: {
      ...routes,
      canary: pathOf('--canary', options.canary) ?? routes.canary,
      liveness: pathOf('--liveness', options.liveness) ?? routes.liveness,
      readiness: pathOf('--readiness', options.readiness) ?? routes.readiness,
    },
    canaryIsDefault: options.canary === undefined,
    named: { liveness: options.liveness !== undefined, readiness: options.readiness !== undefined },
    asksAsRailway: options.healthcheckHost,
    expected: {
      commit: await commitOf(options.expectCommit ?? configured.commit ?? null, app),
      version: options.expectVersion ?? configured.version ?? null,
      environment: options.expectEnvironment ?? configured.environment ?? null,
      values: (options.expectJson ?? []).map(valueOf),
    },
    connection: { timeoutMs: options.timeout, ...(await readHttpAccess(options, app, origin)) },
    observation: observationOf(options),
    log: await logOf(options.log, app),
  };
}

/** `/database=connected`: a place in the body, and what must stand there, as JSON or as the text itself. */
function valueOf(given: string): Expected['values'][number] {
  const [, pointer, text = ''] = /^((?:\/[^/=]*)+)=(.*)$/s.exec(given) ?? [];
  if (pointer === undefined)
    throw new UsageError(
      `--expect-json ${given} is not /pointer=value: write it as /database=connected or /checks/db/ok=true.`,
    );
  // Numbers, true, false and null are themselves; quotes make a text of them.
  const isJson = /^(-?\d+(\.\d+)?|true|false|null|"[^"\\]*")$/.test(text);
  return { pointer, value: isJson ? (JSON.parse(text) as string | number | boolean | null) : text };
}

/** The log that was named; standard input is read at once, since it is there once only. */
async function logOf(name: string | undefined, { io }: App): Promise<DeploymentContext['log']> {
  if (name === undefined) return undefined;
  if (name === '-') return { kind: 'text', text: await io.readStdin() };
  const path = resolve(io.cwd, name);
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error.code);
  if (found === 'ENOENT' || found === 'ENOTDIR')
    throw new UsageError(
      `--log ${name} is not there: give the file of a deployment's log, or - for standard input.`,
    );
  if (typeof found === 'object' && found.isDirectory())
    throw new UsageError(`--log ${name} is a directory: give the file of a deployment's log.`);
  return { kind: 'file', name, path };
}

function observationOf({ observe, samples }: DeploymentOptions): DeploymentPlan['observation'] {
  if (samples !== undefined && (!Number.isInteger(samples) || samples < 2)) {
    throw new UsageError(`--samples ${samples} is too few to compare: give a whole number from 2 on.`);
  }
  if (observe === undefined && samples === undefined) return null;
  const count = samples ?? Math.max(2, Math.round((observe ?? 0) / samplePaceMs) + 1);
  return { windowMs: observe ?? (count - 1) * samplePaceMs, samples: count };
}

function pathOf(flag: string, path: string | undefined): string | undefined {
  if (path === undefined || path.startsWith('/')) return path;
  throw new UsageError(
    `${flag} ${path} is not a path: it begins with a slash and is added to the base URL, such as ` +
      '/api/health.',
  );
}

async function commitOf(wanted: string | null, { io }: App): Promise<string | null> {
  if (wanted === null) return null;
  const commit = wanted === 'auto' ? await headOf(io.cwd) : wanted;
  if (/^[0-9a-f]{7,40}$/i.test(commit)) return commit.toLowerCase();
  throw new UsageError(
    `--expect-commit ${wanted} is not a commit: give 7 to 40 hexadecimal digits, or auto for HEAD of a ` +
      'git working directory.',
  );
}

async function headOf(cwd: string): Promise<string> {
  const { execFile } = await import('node:child_process');
  return new Promise((done, reject) => {
    execFile('git', ['rev-parse', 'HEAD'], { cwd, timeout: 5_000 }, (error, stdout) => {
      if (error === null) done(stdout.trim());
      else
        reject(
          new UsageError(
            `--expect-commit auto: ${cwd} is not in a git working directory with a commit; name the ` +
              'commit instead.',
          ),
        );
    });
  });
}
