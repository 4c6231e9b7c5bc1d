import { connectApi, type Api } from '../../checks/http/index.ts';
import { UsageError, type App } from '../command.ts';
import type { HttpOptions, RunOptions } from '../options/options.ts';
import { runDeadline } from './deadline.ts';
import { readHttpAccess } from './http-access.ts';
import { requireOrigin, type Target } from './target.ts';

/** Runs that were told what `--insecure` means: a run may open several clients, and is told once. */
const warned = new WeakSet<App>();

/**
 * The API of a target as the options say to reach it, and the signal that ends the run: the user's, or the
 * deadline's.
 */
export async function openApi(
  options: HttpOptions & Pick<RunOptions, 'deadline'>,
  app: App,
  target: Target,
  {
    token,
    signal = runDeadline(options.deadline, app).signal,
  }: { readonly token: string | null; readonly signal?: AbortSignal },
): Promise<{ readonly api: Api; readonly signal: AbortSignal }> {
  const access = await readHttpAccess(options, app, requireOrigin(target));
  const headers = headersOf(options.header ?? []);
  // What a user adds by hand is as likely a credential as not.
  for (const [name, value] of Object.entries(headers)) app.secrets.add(value, name);
  if (options.insecure && !warned.has(app))
    app.say('WARNING: --insecure accepts any certificate; whoever stands between can read the token.');
  warned.add(app);
  const api = connectApi({
    origin: requireOrigin(target),
    prefix: target.prefix,
    token,
    redact: app.secrets.redact,
    signal,
    timeoutMs: options.timeout,
    headers,
    environment: app.io.environment,
    endsAt: performance.now() + options.deadline,
    ...access,
  });
  return { api, signal };
}

function headersOf(lines: readonly string[]): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const line of lines) {
    const [, name, value] = /^([\w!#$%&'*+.^`|~-]+):\s*([^\r\n]*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined)
      throw new UsageError(
        '--header takes "Name: value"; this one does not begin with a name and a colon: ' +
          `${line.slice(0, 20)}…`,
      );
    if (name.toLowerCase() === 'authorization')
      throw new UsageError(
        '--header cannot set Authorization: requests without a token prove that the door is shut; ' +
          'give the token as - or with --token-file.',
      );
    headers[name.toLowerCase()] = value;
  }
  return headers;
}
