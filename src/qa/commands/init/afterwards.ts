import type { App } from '../../command.ts';
import type { Wish } from './wish.ts';

/** What later commands need beside the file, or will not take from it. */
export function afterwards(
  wish: Wish,
  written: string | undefined,
  environment: App['io']['environment'],
): string[] {
  const before = ['QA_DATABASE_URL', 'DATABASE_URL'].find((name) => environment[name]);
  return [
    ...(wish.databaseUrl !== written
      ? [
          'The password is not in it, and was used for this look alone: put it into ~/.pgpass or ' +
            'PGPASSWORD, or the whole URL into QA_DATABASE_URL.',
        ]
      : []),
    ...(wish.databaseUrl !== undefined && before !== undefined
      ? [`${before} stands in the environment, and goes before the file's databaseUrl.`]
      : []),
    ...(wish.baseUrl !== undefined && environment['QA_BASE_URL']
      ? ["QA_BASE_URL stands in the environment, and goes before the file's baseUrl."]
      : []),
    ...addressAdvice(written),
  ];
}

/** What the address itself says of what it can show. */
function addressAdvice(url: string | undefined): string[] {
  if (url === undefined) return [];
  if (/pooler\.supabase\.com:6543\b/.test(url))
    return [
      'Port 6543 is the transaction pooler: 5432 of the same host is the session pooler, and shows more.',
    ];
  if (/\.railway\.internal\b/.test(url))
    return ['A host of railway.internal is reached from within Railway only.'];
  return [];
}
