import { connectApi, type Api } from '../../checks/http/index.ts';
import type { App } from '../command.ts';
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
    environment: app.io.environment,
    endsAt: performance.now() + options.deadline,
    ...access,
  });
  return { api, signal };
}
