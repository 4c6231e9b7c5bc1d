import { parseDatabaseUrl, withFiledPassword } from '../../checks/postgres/index.ts';
import type { App } from '../command.ts';
import { requireDatabaseUrl, type DatabaseTarget } from './target.ts';

/**
 * Where the target's database is, with a password from `.pgpass` where no other is given. Throws {@link
 * UsageError}.
 */
export async function readAddress(target: DatabaseTarget, { io, secrets }: Pick<App, 'io' | 'secrets'>) {
  const address = await withFiledPassword(
    parseDatabaseUrl(requireDatabaseUrl(target), io.environment),
    io.environment,
  );
  if (address.password !== null) secrets.add(address.password);
  return address;
}
