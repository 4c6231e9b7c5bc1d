import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseName,
  qualifiedName,
  quoteIdentifier,
  quoteLiteral,
} from '../../../../src/checks/postgres/sql/identifier.ts';
import { freshDatabase } from '../../../support/postgres.ts';

describe('names', () => {
  it.each([
    ['users', null, 'users'],
    ['Users', null, 'users'],
    ['public.Users', 'public', 'users'],
    ['"Users"', null, 'Users'],
    ['"my.schema"."T""x"', 'my.schema', 'T"x'],
    ['Été', null, 'Été'],
  ])('%s is read as SQL reads it', (text, schema, name) => {
    expect(parseName(text)).toEqual({
      schema: schema === null ? null : { name: schema, quoted: text.startsWith('"') },
      name: { name, quoted: text.endsWith('"') },
    });
  });

  it.each(['', '.', 'a.', '.a', 'a.b.c', '"a', '"a"b', 'a"b"', '""'])('%s is no name', (text) => {
    expect(parseName(text)).toBeNull();
  });

  const anyName = fc.string({ minLength: 1, unit: 'grapheme' }).filter((name) => !name.includes('\0'));

  it('what is quoted is read back', () => {
    fc.assert(
      fc.property(anyName, anyName, (schema, table) => {
        const read = parseName(qualifiedName(schema, table));
        expect([read?.schema?.name, read?.name.name]).toEqual([schema, table]);
      }),
    );
  });

  it('is quoted as the server does it, literals too', async () => {
    const database = await freshDatabase({ schema: 'empty' });
    const names = [
      'users',
      'Users',
      'user',
      'order',
      'a b',
      'a"b',
      'é',
      '1a',
      'a1',
      '_a',
      'a$',
      'between',
      'name',
      'json_table',
      "it's",
      'back\\slash',
      'x'.repeat(63),
    ];
    const rows = await database.query<{ identifier: string; literal: string }>(
      'select quote_ident(name) as identifier, quote_literal(name) as literal from ' +
        'unnest($1::text[]) with ordinality as t(name, n) order by n',
      [names],
    );
    await database.close();
    expect(names.map(quoteIdentifier)).toEqual(rows.map(({ identifier }) => identifier));
    expect(names.map(quoteLiteral)).toEqual(rows.map(({ literal }) => literal));
  });
});
