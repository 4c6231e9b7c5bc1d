import { readFile, stat } from 'node:fs/promises';
import { platform } from 'node:os';
import { join } from 'node:path';
import type { DatabaseAddress } from '../address/address.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The address with a password from libpq's password file, where it has none of its own. A file that others
 * may read is not used, as libpq does not; a missing one is no error. Source: PostgreSQL manual, 34.16 The
 * Password File.
 */
export async function withFiledPassword(
  address: DatabaseAddress,
  environment: Environment,
): Promise<DatabaseAddress> {
  if (address.password !== null) return address;
  const file = passwordFile(environment);
  if (file === null) return address;
  try {
    const { mode } = await stat(file);
    if (platform() !== 'win32' && (mode & 0o077) !== 0) return address;
    return { ...address, password: findPassword(await readFile(file, 'utf8'), address) };
  } catch {
    return address;
  }
}

function passwordFile(environment: Environment): string | null {
  if (environment['PGPASSFILE']) return environment['PGPASSFILE'];
  if (environment['APPDATA']) return join(environment['APPDATA'], 'postgresql', 'pgpass.conf');
  return environment['HOME'] ? join(environment['HOME'], '.pgpass') : null;
}

/**
 * The first line that fits wins: `host:port:database:user:password`, each of the first four may be `*`. Pure.
 */
export function findPassword(text: string, address: DatabaseAddress): string | null {
  // A socket is `localhost` in the file, whatever its directory.
  const host = address.host.startsWith('/') ? 'localhost' : address.host;
  const wanted = [host, String(address.port), address.database, address.user];
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('#')) continue;
    const fields = [...line.matchAll(/((?:\\.|[^\\:])*)(?::|$)/g)].map((match) =>
      (match[1] ?? '').replace(/\\(.)/g, '$1'),
    );
    const password = fields[4];
    if (password && wanted.every((value, index) => fields[index] === '*' || fields[index] === value))
      return password;
  }
  return null;
}
