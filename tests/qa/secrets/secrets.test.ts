import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';

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
