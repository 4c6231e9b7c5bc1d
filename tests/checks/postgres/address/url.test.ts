import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { databaseLabel } from '../../../../src/checks/postgres/address/address.ts';
import { findPassword } from '../../../../src/checks/postgres/session/password-file.ts';
import { BadDatabaseUrl, parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';

const place = { host: 'db.example', port: 6543, user: 'me', password: 'secret', database: 'shop' };

describe('a database URL', () => {
  it.each(['postgres', 'postgresql', 'postgresql+psycopg', 'postgresql+asyncpg'])(
    '%s:// is understood',
    (scheme) => {
      expect(parseDatabaseUrl(`${scheme}://me:secret@db.example:6543/shop`, {})).toEqual({
        ...place,
        tls: 'prefer',
        rootCertificate: null,
      });
    },
  );

  it.each([
    [
      'postgresql://me:p%40ss%2Fw@h/d',
      { user: 'me', password: 'p@ss/w', host: 'h', port: 5432, database: 'd' },
    ],
    ['postgresql://me:p@ss#w@h/d', { password: 'p@ss#w', host: 'h' }],
    [
      'postgresql://postgres.ref:x@aws-0-eu.pooler.supabase.com:6543/postgres?sslmode=require',
      { user: 'postgres.ref', port: 6543, tls: 'require' },
    ],
    ['postgresql://[::1]:5433/d', { host: '::1', port: 5433 }],
    ['postgresql:///d?host=/var/run/postgresql', { host: '/var/run/postgresql', database: 'd' }],
    ['postgresql://me@/d?host=%2Ftmp', { host: '/tmp', user: 'me' }],
    ['postgresql://h/d?sslmode=no-verify', { tls: 'require' }],
    ['postgresql://h/d?ssl=true', { tls: 'require' }],
    [
      'postgresql://h/d?sslmode=verify-full&sslrootcert=/ca.pem',
      { tls: 'verify-full', rootCertificate: '/ca.pem' },
    ],
  ])('%s', (url, expected) => {
    expect(parseDatabaseUrl(url, {})).toMatchObject(expected);
  });

  it("leaves what it does not say to libpq's variables, and those to libpq's defaults", () => {
    const environment = {
      PGHOST: 'db.example',
      PGPORT: '6543',
      PGUSER: 'me',
      PGPASSWORD: 'secret',
      PGDATABASE: 'shop',
      PGSSLMODE: 'disable',
    };
    expect(parseDatabaseUrl(null, environment)).toEqual({ ...place, tls: 'disable', rootCertificate: null });
    expect(parseDatabaseUrl('postgresql://other/name', environment)).toMatchObject({
      host: 'other',
      port: 6543,
      user: 'me',
      database: 'name',
    });
    expect(parseDatabaseUrl(null, { USER: 'anna' })).toMatchObject({
      host: 'localhost',
      port: 5432,
      user: 'anna',
      database: 'anna',
      password: null,
    });
  });

  it.each([
    ['mysql://me:hidden@h/d', /begins with mysql:\/\/; only postgresql/],
    ['h:5432/d', /has no scheme/],
    ['host=h dbname=d', /has no scheme/],
    ['postgresql://me:hidden@h:port/d', /port .* is not a number/],
    ['postgresql://me:hidden@h:99999/d', /port .* from 1 to 65535/],
    ['postgresql://me:hidden%zz@h/d', /not a percent-encoding/],
    ['postgresql://me:hidden@a,b/d', /several hosts/],
    ['postgresql://h/d?sslmode=maybe', /sslmode=maybe is not known; it is one of disable/],
  ])('%s is refused in a sentence without its password', (url, message) => {
    expect(() => parseDatabaseUrl(url, {})).toThrow(BadDatabaseUrl);
    expect(() => parseDatabaseUrl(url, {})).toThrow(message);
    expect(() => parseDatabaseUrl(url, {})).not.toThrow(/hidden/);
  });

  it('is read or refused, never anything else', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parseDatabaseUrl(`postgresql://${text}`, {});
        } catch (error) {
          expect(error).toBeInstanceOf(BadDatabaseUrl);
        }
      }),
    );
  });

  it('is named without user and password', () => {
    expect(databaseLabel(parseDatabaseUrl('postgresql://me:secret@[::1]/d', {}))).toBe('[::1]:5432/d');
    expect(databaseLabel(parseDatabaseUrl('postgresql://me:secret@h:1/d', {}))).toBe('h:1/d');
  });
});

describe('a password file', () => {
  const address = parseDatabaseUrl('postgresql://me@h/d', {});

  it.each([
    ['h:5432:d:me:secret', 'secret'],
    ['*:*:*:*:any', 'any'],
    ['# h:5432:d:me:no\nother:5432:d:me:no\nh:*:d:me:with\\:colon\\\\\n*:*:*:*:later', 'with:colon\\'],
    ['h:5432:d:you:secret', null],
    ['h:5432:d', null],
    ['', null],
  ])('%j', (text, password) => {
    expect(findPassword(text, address)).toBe(password);
  });
});
