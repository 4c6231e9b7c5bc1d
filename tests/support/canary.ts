import { randomBytes } from 'node:crypto';

/** A token that is sound to look at, and that nobody accepts. */
export function canaryToken(claims: Readonly<Record<string, unknown>> = {}): string {
  const part = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const body = {
    sub: '5f1d7f9e-1f57-4b8c-9d6c-3a4b5c6d7e8f',
    exp: Math.floor(Date.now() / 1000) + 3600,
    canary: randomBytes(12).toString('hex'),
    ...claims,
  };
  return `${part({ alg: 'ES256', typ: 'JWT' })}.${part(body)}.${randomBytes(64).toString('base64url')}`;
}

/** The spellings in which a secret travels, each as others would find it. An empty secret has none. */
export function spellingsOf(secret: string): string[] {
  if (secret === '') return [];
  const each = (spell: (character: string) => string): string => [...secret].map(spell).join('');
  const hex = (character: string, digits: number): string =>
    character.charCodeAt(0).toString(16).padStart(digits, '0');
  const bytes = Buffer.from(secret);
  return [
    secret,
    encodeURIComponent(secret),
    encodeURIComponent(encodeURIComponent(secret)),
    secret.replaceAll('.', '%2E'),
    secret.replaceAll('.', '%2e'),
    each((character) => `%${hex(character, 2).toUpperCase()}`),
    each((character) => `%${hex(character, 2)}`),
    JSON.stringify(secret).slice(1, -1),
    each((character) => `\\u${hex(character, 4)}`),
    secret.replaceAll('.', '\\u002e'),
    each((character) => `&#${character.charCodeAt(0)};`),
    each((character) => `&#x${hex(character, 2)};`),
    secret.replaceAll('.', '&#46;').replaceAll('-', '&#45;').replaceAll('_', '&#95;'),
    bytes.toString('base64'),
    bytes.toString('base64url'),
    Buffer.from(encodeURIComponent(secret)).toString('base64'),
    // Inside a longer text, its ends are mixed with what stands beside it.
    Buffer.from(`Bearer ${secret}`).toString('base64').slice(12, -4),
    Buffer.from(`a${secret}`).toString('base64').slice(4, -4),
    Buffer.from(`ab${secret}`).toString('base64url').slice(4, -4),
    bytes.toString('hex'),
    ...secret
      .split('.')
      .slice(1)
      .filter((piece) => piece.length >= 16),
  ].filter((spelling, index, all) => all.indexOf(spelling) === index);
}

/**
 * Which spellings of a secret stand in texts, also inside the strings of a JSON text. Their beginnings, since
 * a failing test prints them.
 */
export function spellingsIn(secret: string, texts: readonly string[]): string[] {
  const all = texts
    .flatMap((text) => [text, ...(text.startsWith('{') ? stringsIn(JSON.parse(text)) : [])])
    .join('\n');
  return spellingsOf(secret)
    .filter((spelling) => all.includes(spelling))
    .map((spelling) => spelling.slice(0, 40));
}

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [key, ...stringsIn(inner)])
    : [];
}
