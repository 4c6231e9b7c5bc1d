import { expect, it } from 'vitest';
import { afterwards } from '../../../../src/qa/commands/init/afterwards.ts';
import type { Wish } from '../../../../src/qa/commands/init/wish.ts';

const url = (host: string): string => `postgresql://u@${host}/d`;
const plain: Wish = { databaseUrl: url('h') };
const password =
  'The password is not in it, and was used for this look alone: put it into ' +
  '~/.pgpass or PGPASSWORD, or the ' +
  'whole URL into QA_DATABASE_URL.';
const before = (name: string, key: string): string =>
  `${name} stands in the environment, and goes before the file's ${key}.`;

it.each<[string, Wish, string | undefined, Record<string, string>, string[]]>([
  ['an address without a password', plain, url('h'), {}, []],
  ['a password', { databaseUrl: 'postgresql://u:p@h/d' }, url('h'), {}, [password]],
  ['QA_DATABASE_URL', plain, url('h'), { QA_DATABASE_URL: 'x' }, [before('QA_DATABASE_URL', 'databaseUrl')]],
  ['DATABASE_URL', plain, url('h'), { DATABASE_URL: 'x' }, [before('DATABASE_URL', 'databaseUrl')]],
  [
    'both, of which the first is read',
    plain,
    url('h'),
    { DATABASE_URL: 'x', QA_DATABASE_URL: 'y' },
    [before('QA_DATABASE_URL', 'databaseUrl')],
  ],
  ['variables that are empty', plain, url('h'), { DATABASE_URL: '', QA_BASE_URL: '' }, []],
  ['a variable, and no database was given', { environment: 'e' }, undefined, { DATABASE_URL: 'x' }, []],
  [
    'QA_BASE_URL',
    { baseUrl: 'https://h' },
    undefined,
    { QA_BASE_URL: 'x' },
    [before('QA_BASE_URL', 'baseUrl')],
  ],
  ['QA_BASE_URL, and no API was given', { environment: 'e' }, undefined, { QA_BASE_URL: 'x' }, []],
  [
    'the transaction pooler',
    { databaseUrl: url('aws.pooler.supabase.com:6543') },
    url('aws.pooler.supabase.com:6543'),
    {},
    ['Port 6543 is the transaction pooler: 5432 of the same host is the session pooler, and shows more.'],
  ],
  [
    'the session pooler',
    { databaseUrl: url('aws.pooler.supabase.com:5432') },
    url('aws.pooler.supabase.com:5432'),
    {},
    [],
  ],
  [
    "Railway's private network",
    { databaseUrl: url('db.railway.internal:5432') },
    url('db.railway.internal:5432'),
    {},
    ['A host of railway.internal is reached from within Railway only.'],
  ],
])('behind what was written stands what else is to be known: %s', (_, wish, written, environment, says) => {
  expect(afterwards(wish, written, environment)).toEqual(says);
});
