import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redacted } from '../../../src/qa/secrets/redact-value.ts';
import { readFileSync } from 'node:fs';
import { catalogue } from '../../../src/checks/catalogue.ts';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { isVocabulary } from '../../../src/qa/secrets/vocabulary.ts';

const spellings: Readonly<Record<string, (secret: string) => string>> = {
  'as it is': (secret) => secret,
  'percent-encoded': (secret) => encodeURIComponent(secret),
  'as a form': (secret) => new URLSearchParams({ value: secret }).toString().slice('value='.length),
  'in JSON': (secret) => JSON.stringify(secret).slice(1, -1),
  base64: (secret) => Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  base64url: (secret) => Buffer.from(secret).toString('base64url'),
};

const secret = fc
  .string({ minLength: 8, maxLength: 60, unit: 'grapheme-ascii' })
  .filter((text) => text.trim().length >= 8);

describe('redaction', () => {
  it('masks a secret that is longer than any pattern may be', () => {
    const secrets = createSecrets();
    const value = 'k%41'.repeat(50_000);
    secrets.add(value);
    expect(secrets.redact('a short text with %41 in it')).toBe('a short text with %41 in it');
    expect(secrets.redact(`before ${value} after`)).toBe('before [redacted] after');
  });

  it.each(Object.entries(spellings))('masks a secret %s', (_, spell) => {
    fc.assert(
      fc.property(secret, fc.string({ maxLength: 20 }), (value, around) => {
        const secrets = createSecrets();
        secrets.add(value);
        const spelled = spell(value);
        expect(secrets.redact(`${around} ${spelled} ${around}`).split('[redacted]').join('')).not.toContain(
          spelled.slice(0, -1),
        );
      }),
      { seed: 20260126 },
    );
  });

  it('masks what stands inside a longer base64 text, as in basic authentication', () => {
    const secrets = createSecrets();
    secrets.add('correct-horse-battery');
    for (const user of ['a', 'ab', 'abc']) {
      const header = Buffer.from(`${user}:correct-horse-battery`).toString('base64');
      const seen = secrets.redact(`Basic ${header}`).replace('Basic ', '').replace('[redacted]', '');
      expect(Buffer.from(seen, 'base64').toString()).not.toContain('horse');
    }
  });

  it('masks what looks like a secret, whoever it belongs to', () => {
    const { redact } = createSecrets();
    expect(redact('eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln')).toBe('[redacted]');
    expect(redact('Authorization: Bearer abcdef123456')).toBe('Authorization: Bearer [redacted]');
    expect(redact('postgresql://app:hunter2@db/app')).toBe('postgresql://app:[redacted]@db/app');
    expect(redact('host=db password=hunter2 user=app')).toBe('host=db password=[redacted] user=app');
    expect(redact('{"password":"hunter2"}')).toBe('{"password":"[redacted]"}');
  });

  it('leaves ordinary text alone', () => {
    const { redact } = createSecrets();
    for (const text of [
      'a bearer of bad news',
      'https://host/path@2',
      'postgresql://app@db:5432/app',
      'the password is wrong',
    ])
      expect(redact(text)).toBe(text);
  });
});

describe('a value', () => {
  const told = (...known: string[]) => {
    const { add, redact } = createSecrets();
    for (const each of known) add(each);
    return redact;
  };

  it.each<[string, unknown]>([
    ['of every kind', { a: 'x', list: [1, null, true, 'y', undefined], deep: { password: 'fine', b: null } }],
    ['that spells a secret over two texts', ['hush-', 'hush']],
    ['that spells one over a name and its text', { 'hush-': 'hush' }],
    ['with long texts', ['x'.repeat(10_000), 'y'.repeat(10_000), 'z']],
    ['of nothing', {}],
    ['that is a number', 7],
    ['that is null', null],
    ['with texts under telling names', { token: ['a'], 'x-header': 'b', deeper: [{ key: 'c' }] }],
  ])('%s is not copied where it holds no secret', (_, value) => {
    expect(redacted(value, told('hush-hush', 'public'))).toBe(value);
  });

  it.each<[string, unknown, unknown]>([
    ['as a whole', 'hush-hush', '[redacted]'],
    ['in a list', ['a', null, 'is hush-hush'], ['a', null, 'is [redacted]']],
    ['in a list of lists', [[['hush-hush']]], [[['[redacted]']]]],
    ['as a name', { a: { 'hush-hush': 1 } }, { a: { '[redacted]': 1 } }],
    ['behind a name that was seen before', [{ a: 1 }, { a: 'hush-hush' }], [{ a: 1 }, { a: '[redacted]' }]],
    [
      'behind long texts',
      { a: 'x'.repeat(20_000), b: ['hush-hush'] },
      { a: 'x'.repeat(20_000), b: ['[redacted]'] },
    ],
    [
      'before long texts',
      { b: ['hush-hush'], a: 'x'.repeat(20_000) },
      { b: ['[redacted]'], a: 'x'.repeat(20_000) },
    ],
    [
      'as a word under a telling name alone',
      { token: 'public', schema: 'public', of: { schema: 'public' } },
      { token: '[redacted]', schema: 'public', of: { schema: 'public' } },
    ],
    [
      'as a word behind the same under other names',
      [{ schema: 'public' }, { schema: 'public', token: 'public' }],
      [{ schema: 'public' }, { schema: 'public', token: '[redacted]' }],
    ],
    [
      'each time that it stands in item after item',
      [{ a: 'hush-hush' }, { a: 'hush-hush' }, { a: 'b' }, { a: 'hush-hush' }],
      [{ a: '[redacted]' }, { a: '[redacted]' }, { a: 'b' }, { a: '[redacted]' }],
    ],
    [
      'as a word in a list under a telling name',
      [{ api_key: ['public', null] }],
      [{ api_key: ['[redacted]', null] }],
    ],
  ])('is masked %s', (_, value, shown) => {
    expect(redacted(value, told('hush-hush', 'public'))).toEqual(shown);
  });

  it('is masked under the name that it stands under itself', () => {
    expect(redacted(['public'], told('public'), 'password')).toEqual(['[redacted]']);
  });

  it('is masked each time that it is seen, and after it was seen before it was known', () => {
    const { add, redact } = createSecrets();
    expect(redact('hush-hush')).toBe('hush-hush');
    add('hush-hush');
    expect([redact('hush-hush'), redact('hush-hush')]).toEqual(['[redacted]', '[redacted]']);
    expect(redact('password=public')).toBe('password=[redacted]');
    expect(redact('x: public')).toBe('x: public');
    add('public', 'X');
    expect(redact('x: public')).toBe('x: [redacted]');
  });

  it('is masked as the longest that it can be, escaped too', () => {
    const redact = told('hush-hush', 'hush-hush-hush');
    const escaped = [...'hush-hush-hush'].map((sign) => `%${sign.charCodeAt(0).toString(16)}`).join('');
    expect(redact(`it is ${escaped}.`)).toBe('it is [redacted].');
  });

  it.each([
    ['in small letters', (percent: string) => percent.replace(/%../g, (code) => code.toLowerCase())],
    ['with all signs', (percent: string) => percent.replaceAll('!', '%21').replaceAll('*', '%2A')],
  ])('that is longer than what is looked for sign by sign is masked percent-encoded %s', (_, spell) => {
    const value = 'é!J*'.repeat(4_200);
    const shown = told(value)(`it is ${spell(encodeURIComponent(value))}.`);
    expect(shown.slice(0, 40)).toBe('it is [redacted].');
  });

  it.each([
    ['password', true],
    ['PASSWORD', true],
    ['db_passwd', true],
    ['secrets', true],
    ['api-key', true],
    ['Authorization', true],
    ['my_authorization', false],
    ['authorizations', false],
    ['passwords_of', false],
    ['x-stage', true],
    ['X-Stage', true],
    ['schema', false],
  ])('that is a word is masked as a whole under %s: %s', (key, isMasked) => {
    const { add, redact } = createSecrets();
    add('public', 'x-stage');
    expect(redact('public', key)).toBe(isMasked ? '[redacted]' : 'public');
    expect(redact('publicly', key)).toBe('publicly');
  });

  it('of five signs is a secret, and one of four is not', () => {
    const redact = told('xq7#z', 'yq7#');
    expect(redact('xq7#z yq7#')).toBe('[redacted] yq7#');
  });
});

describe('a password that is an ordinary word', () => {
  it.each(['public', 'users', 'index', 'postgres', 'Orders', 'PUBLIC', 'user_profiles', 'lost-mute'])(
    '%s is masked where it is a secret',
    (word) => {
      const { add, redact } = createSecrets();
      add(word);
      add('production', 'x-api-stage');
      const kept = [
        `unindexed-foreign-key:${word}.user_profiles.user_id_fkey`,
        `select count(*) from ${word}.users where index = 1;`,
        `schema ${word}, table "${word}"`,
        `postgresql://${word}@db:5432/${word}`,
        `GET /api/${word}/personalization`,
        'the environment production was expected',
      ];
      for (const text of kept) expect(redact(text)).toBe(text);
      const masked: [string, string][] = [
        [`postgresql://app:${word}@db/app`, 'postgresql://app:[redacted]@db/app'],
        [`host=db password=${word} user=app`, 'host=db password=[redacted] user=app'],
        [`PGPASSWORD=${word}`, 'PGPASSWORD=[redacted]'],
        [`{"password":"${word}"}`, '{"password":"[redacted]"}'],
        [`{\\"db_password\\": \\"${word}\\"}`, '{\\"db_password\\": \\"[redacted]\\"}'],
        [`x-api-key: ${word}`, 'x-api-key: [redacted]'],
        [`Authorization: Bearer ${word}`, 'Authorization: Bearer [redacted]'],
        ['x-api-stage: production', 'x-api-stage: [redacted]'],
      ];
      for (const [text, shown] of masked) expect(redact(text)).toBe(shown);
    },
  );

  it('is masked as a whole value under a name that says so, and is a name or a code elsewhere', () => {
    const { add, redact } = createSecrets();
    add('public');
    const report = {
      public: { schema: 'public', tables: ['public'], code: 'public' },
      connection: { password: 'public', api_key: ['public'], Authorization: 'public' },
    };
    expect(redacted(report, redact)).toEqual({
      public: { schema: 'public', tables: ['public'], code: 'public' },
      connection: { password: '[redacted]', api_key: ['[redacted]'], Authorization: '[redacted]' },
    });
  });

  it('is no word of ours as soon as it holds anything else', () => {
    for (const value of ['public1', 'hush-hush', 'correcthorsebatterystaple', 'public!', 'constructor']) {
      const { add, redact } = createSecrets();
      add(value);
      expect(redact(`it was ${value} all along`)).toBe('it was [redacted] all along');
    }
  });

  it('may be any word of a code, or a key of the report', () => {
    const keysOf = (value: unknown): string[] => {
      if (typeof value !== 'object' || value === null) return [];
      const { properties = {} } = value as { readonly properties?: object };
      return [...Object.keys(properties), ...Object.values(value).flatMap(keysOf)];
    };
    const keys = keysOf(JSON.parse(readFileSync('schema/report.schema.json', 'utf8')));
    const codes = catalogue.map(({ check }) => check.code);
    expect(keys.length).toBeGreaterThan(20);
    const words = [...codes, ...keys.flatMap((key) => key.split(/(?=[A-Z])/))];
    expect(words.filter((word) => !isVocabulary(word))).toEqual([]);
  });
});

describe('one secret in every spelling', () => {
  const value = `hush "it's" <b>&é/+ ~!`;
  const percent = encodeURIComponent(value);
  const html = value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const quoted = html.replaceAll('"', '&quot;');
  it.each([
    ['as it is', value],
    ['percent-encoded', percent],
    ['percent-encoded in small letters', percent.replace(/%../g, (code) => code.toLowerCase())],
    ['percent-encoded twice', encodeURIComponent(percent)],
    ['with signs that need not be percent-encoded', percent.replaceAll("'", '%27').replaceAll('!', '%21')],
    ['with plus for a space', percent.replaceAll('%20', '+')],
    ['as a form', new URLSearchParams({ v: value }).toString().slice(2)],
    ['in JSON', JSON.stringify(value).slice(1, -1)],
    ['in JSON of ASCII', JSON.stringify(value).slice(1, -1).replaceAll('é', '\\u00e9')],
    ['in HTML', quoted],
    ['in HTML, its quotes by number', quoted.replaceAll("'", '&#39;')],
    ['in HTML, its quotes by hexadecimal number', quoted.replaceAll("'", '&#x27;')],
    ['in XML', quoted.replaceAll("'", '&apos;')],
    ['in HTML by number', [...value].map((sign) => `&#${sign.codePointAt(0)};`).join('')],
    ['in base64', Buffer.from(value).toString('base64').replace(/=+$/, '')],
    ['in base64url', Buffer.from(value).toString('base64url')],
    ['in base64, percent-encoded before', Buffer.from(percent).toString('base64').replace(/=+$/, '')],
    ['in hexadecimal', Buffer.from(value).toString('hex')],
  ])('is masked %s', (_, spelled) => {
    const { add, redact } = createSecrets();
    add(value);
    const shown = redact(`before ${spelled} after`);
    expect(shown).toMatch(/^before .{0,2}\[redacted\].{0,2} after$/);
  });

  it('is forgotten by nobody once another is added, and the longer goes first', () => {
    const { add, redact } = createSecrets();
    expect(redact('hush-hush-hush')).toBe('hush-hush-hush');
    add('hush-hush');
    add('hush-hush-hush');
    add('another-one');
    expect(redact('hush-hush-hush, hush-hush, another-one')).toBe('[redacted], [redacted], [redacted]');
  });

  it('that is too short to be one is none', () => {
    const { add, redact } = createSecrets();
    add('ab');
    expect(redact('about ab')).toBe('about ab');
  });
});
