import { examine } from '../../../checks/examine.ts';
import { profile, userOfToken } from '../../../checks/mute/index.ts';
import { openDatabase } from '../../../checks/postgres/index.ts';
import type { App } from '../../command.ts';
import { readAddress } from '../../target/read-address.ts';
import { readLimits } from '../../target/read-limits.ts';
import { runDeadline } from '../../target/deadline.ts';
import type { DatabaseTarget } from '../../target/target.ts';
import type { Options } from './options.ts';

/**
 * Whether the token's user has a profile once `mutes` are over, as evidence; none where the token names
 * nobody. A user's first mute makes their profile: only behind it does a missing row say anything.
 */
export async function lookForProfile(
  options: Pick<Options, 'timeout' | 'deadline'>,
  app: Pick<App, 'io' | 'secrets' | 'interruption' | 'progress'>,
  target: DatabaseTarget,
  token: string,
  mutes: Promise<unknown> | undefined,
): Promise<Record<string, unknown>> {
  const user = userOfToken(token);
  if (user === null) return {};
  const { signal, ends } = runDeadline(options.deadline, app);
  const database = openDatabase({
    address: await readAddress(target, app),
    applicationName: 'facteur-qa diagnose',
    connectTimeoutMs: options.timeout,
    signal,
  });
  try {
    const limits = readLimits(options.timeout);
    // Connects while the mutes are tried; what fails here fails again below, where it is told.
    await Promise.all([mutes, database.read(async () => undefined, limits).catch(() => undefined)]);
    const context = { signal, progress: app.progress, database, limits, user };
    return (await examine({ checks: [], always: [profile], context })).evidence;
  } finally {
    ends();
    await database.close();
  }
}
