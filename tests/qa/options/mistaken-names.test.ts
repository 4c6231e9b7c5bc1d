import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runLine } from '../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../support/postgres.ts';

describe('of a name in the database', () => {
  let database: FreshDatabase;
  beforeAll(async () => void (database = await freshDatabase()));
  afterAll(() => database.close());

  it.each<[string, string[], string]>([
    ['a table', ['inspect-fk', 'user_personalisation'], '"user_personalisation"'],
    ['a table, for --orphans', ['inspect-fk', '--orphans', 'user_personalisation'], '"user_personalisation"'],
    [
      'a table with its schema',
      ['inspect-fk', 'public.user_profile'],
      'Did you mean "public.user_profiles"?',
    ],
    ['a schema', ['inspect-fk', '--schema', 'pubic'], '--schema pubic'],
    ['the schema that is near', ['inspect-fk', '--schema', 'pubic'], 'Did you mean "public"?'],
    [
      '--table',
      ['inspect-locks', '--for-ddl', 'add-column', '--table', 'user_profile'],
      '--table: there is no "user_profile"',
    ],
    [
      '--references',
      [
        'inspect-locks',
        '--for-ddl',
        'add-foreign-key',
        '--table',
        'user_personalization',
        '--references',
        'user_profile',
      ],
      '--references: there is no "user_profile"',
    ],
    [
      '--would-block',
      ['inspect-locks', '--would-block', 'drop table user_profile'],
      '--would-block: there is no "user_profile"',
    ],
    [
      'a constraint',
      ['repair-fk', 'user_personalization_user_id_fky'],
      'Did you mean "user_personalization_user_id_fkey"?',
    ],
    [
      'a constraint with its table',
      ['repair-fk', 'public.user_personalization.user_personalization_user_id_fky'],
      'Did you mean "public.user_personalization.user_personalization_user_id_fkey"?',
    ],
  ])('%s: the one that is near is named', async (_, argv, said) => {
    const { code, stdout, stderr } = await runLine([...argv, '--database-url', database.url]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(said);
    expect(stderr).toMatch(/Did you mean "(public\.)?(user_personalization|user_profiles|public)/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('where nothing is near, nothing is guessed', async () => {
    const { code, stderr } = await runLine(['inspect-fk', 'xyzzy', '--database-url', database.url]);
    expect(code).toBe(2);
    expect(stderr).not.toContain('Did you mean');
  });
});
