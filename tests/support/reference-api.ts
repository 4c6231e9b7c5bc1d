import { createApi, type ApiOptions } from '../../src/api/app.ts';
import { createIssuer, testUserId, type TokenOverrides } from '../../src/api/auth.ts';
import { freshDatabase, type FreshDatabase } from './postgres.ts';

export interface ReferenceApi {
  /** Scheme, host and port. */
  readonly baseUrl: string;
  /** Of a confirmed user; valid for an hour. */
  readonly token: string;
  readonly databaseUrl: string;
  readonly database: FreshDatabase;
  mintToken(overrides?: TokenOverrides): Promise<string>;
  close(): Promise<void>;
}

export interface ReferenceApiOptions extends Pick<
  ApiOptions,
  'release' | 'faults' | 'environment' | 'history' | 'keysUrl'
> {
  readonly version?: 15 | 18;
  /** The token's user has a profile; default: with the release of January alone, which races to create it. */
  readonly profile?: boolean;
}

/** The reference API on a database of its own, on a free port of 127.0.0.1. */
export async function startReferenceApi({
  version = 18,
  profile,
  ...options
}: ReferenceApiOptions = {}): Promise<ReferenceApi> {
  const [database, issuer] = await Promise.all([freshDatabase({ version }), createIssuer()]);
  const races = options.release === 'january' && !options.faults?.includes('profile-not-created');
  if (profile ?? races) {
    const columns = 'user_id, display_name, age_range';
    await database.query(`insert into user_profiles (${columns}) values ($1, 'Lectrice', 'unknown')`, [
      testUserId,
    ]);
  }
  const app = await createApi({ ...options, databaseUrl: database.url, issuer });
  const baseUrl = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    baseUrl,
    token: await issuer.mintToken(),
    databaseUrl: database.url,
    database,
    mintToken: (overrides) => issuer.mintToken(overrides),
    close: async () => {
      await app.close();
      await database.close();
    },
  };
}
