import { isVocabulary } from './vocabulary.ts';

/** The one choke point for everything that must not be seen. Every sink writes what `redact` returns. */
export interface Secrets {
  /**
   * From now on this value, and its percent, base64, base64url, JSON- and HTML-escaped forms, never leave the
   * process. A value that is an ordinary word is taken out where a secret can stand, and nowhere else: a
   * report without the word `public` would tell nothing. `name` is what it is called where it travels, such
   * as the header.
   */
  readonly add: (value: string, name?: string) => void;
  /** `key` is where the text stands as a whole, in an object: `password` and the like. */
  readonly redact: (text: string, key?: string) => string;
}

const masked = '[redacted]';

/**
 * Shorter values would blacken ordinary text; the patterns below still catch them where they stand as a
 * password.
 */
const shortest = 5;

/** Characters of a text in which each form is looked for by itself, and of a value that is unescaped. */
const longText = 4_096;
const longestEscaped = 16_384;

export function createSecrets(): Secrets {
  const forms = new Set<string>();
  const values = new Set<string>();
  let longestFirst: readonly string[] = [];
  let known: RegExp | null = null;
  let escapes: RegExp | null = null;
  // A report says the same words thousands of times over.
  const clean = new Set<string>();
  const words = new Set<string>();
  const names = new Set<string>();
  let wordPlaces: RegExp | null = null;
  const mask = (text: string): string => {
    // In a long text, looking for one form after the other is faster by far than for all of them at once.
    let seen =
      text.length > longText
        ? longestFirst.reduce((before, form) => before.replaceAll(form, masked), text)
        : known === null
          ? text
          : text.replace(known, masked);
    if (values.size > 0 && mayEscape(seen)) {
      escapes ??= anyEscape([...values].filter(({ length }) => length <= longestEscaped));
      seen = seen.replace(escapes, masked);
    }
    if (words.size > 0) seen = seen.replace((wordPlaces ??= placesOf(words, names)), `$1${masked}`);
    return suspicious.test(seen)
      ? patterns.reduce((before, [pattern, replacement]) => before.replace(pattern, replacement), seen)
      : seen;
  };
  return {
    add: (value, name) => {
      if (value.length < shortest) return;
      if (isVocabulary(value)) {
        words.add(value);
        if (name !== undefined) names.add(name);
        wordPlaces = null;
        clean.clear();
        return;
      }
      values.add(value);
      escapes = null;
      for (const form of formsOf(value)) forms.add(form);
      // The longest first, or a part would be masked and the rest would stand.
      longestFirst = [...forms].toSorted((a, b) => b.length - a.length);
      clean.clear();
      // A longer one fits in no text that is looked through at once; the engine limits a pattern's length.
      const fitting = longestFirst.filter((form) => form.length <= longText);
      known = fitting.length === 0 ? null : new RegExp(fitting.map(literal).join('|'), 'g');
    },
    redact: (text, key) => {
      if (key !== undefined && words.has(text) && isSecretName(key, names)) return masked;
      if (clean.has(text)) return text;
      const seen = mask(text);
      if (seen === text && text.length <= 64 && clean.size < 5000) clean.add(text);
      return seen;
    },
  };
}

const secretWords = ['passw(?:or)?d', 'passphrase', 'pwd', 'secret', 'token', 'api[_-]?key', 'credential'];
const secretNames = `\\w*(?:${secretWords.join('|')})s?`;

function isSecretName(key: string, names: ReadonlySet<string>): boolean {
  return names.has(key.toLowerCase()) || new RegExp(`^${secretNames}$|^authorization$`, 'i').test(key);
}

/** Where one of the words is a secret: behind a user in a URL, and behind a name that says so. */
function placesOf(words: ReadonlySet<string>, names: ReadonlySet<string>): RegExp {
  const named = [secretNames, ...[...names].map(literal)].join('|');
  return new RegExp(
    `(:\\/\\/[^\\s/?#@:"'<>]*:|\\b(?:${named})\\\\?["']?\\s*[=:]\\s*\\\\?["']?|\\bbearer\\s+|\\bbasic\\s+)` +
      `(?:${[...words].map(literal).join('|')})(?![\\w-])`,
    'gi',
  );
}

/** No pattern below matches a text without one of these; looking for them first costs a tenth. */
const suspicious = /eyJ|bearer\s|:\/\/|passw|pwd/i;

/** What looks like a secret, whoever's it is: a server may echo one that this run never knew. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // A JSON Web Token, also one that was cut off.
  [/\beyJ[\w-]{10,}(?:\.[\w-]*){0,2}/g, masked],
  // A word behind "Bearer" that is not prose: it holds a digit or a sign.
  [/\b(bearer\s+)(?=\S*[\d._~+/=])[\w.~+/=-]{8,}/gi, `$1${masked}`],
  [/\b([a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#@:"'<>]*):[^\s/?#"'<>]+@/gi, `$1:${masked}@`],
  [/\b((?:\w*password|passwd|pwd)=)(?!\[redacted\])[^\s&;,"'\\<>]+/gi, `$1${masked}`],
  [/((?:\\?")password(?:\\?")\s*:\s*(?:\\?"))(?:[^"\\]|\\[^"])+/gi, `$1${masked}`],
];

/** Whether the text spells a character in another way than itself. */
function mayEscape(text: string): boolean {
  // Most texts hold none of the signs, and looking for these alone is faster by far.
  return escapeSigns.some((sign) => text.includes(sign)) && escaped.test(text);
}

const escapeSigns = ['%', '&#', '\\u00', '\\U00'];
const escaped = /%(?:25){0,3}[0-9a-f]{2}|\\u00|&#/i;

/**
 * Any of the values with each character spelled as it is, percent-encoded (also twice), or escaped for JSON
 * or HTML by its number.
 */
function anyEscape(values: readonly string[]): RegExp {
  const spelled = (character: string): string => {
    const point = character.codePointAt(0) ?? 0;
    const hex = point.toString(16);
    const percent = Buffer.from(character).toString('hex').replace(/../g, '%(?:25){0,3}$&');
    const json = `\\\\{1,8}u${hex.padStart(4, '0')}`;
    const html = `&#(?:0{0,8}${point}|x0{0,8}${hex})(?:;|(?![0-9a-f]))`;
    return `(?:${literal(character)}|${percent}|${json}|${html})`;
  };
  const longestFirst = values.toSorted((a, b) => b.length - a.length);
  // Nothing to look for matches nothing, and not the empty text everywhere.
  if (longestFirst.length === 0) return /(?!)/;
  return new RegExp(longestFirst.map((value) => [...value].map(spelled).join('')).join('|'), 'gi');
}

/** Every spelling in which a value travels through URLs, headers, JSON and HTML. */
function formsOf(value: string): string[] {
  const percent = encodeURIComponent(value);
  const json = JSON.stringify(value).slice(1, -1);
  const ascii = json.replace(
    /[^\x20-\x7e]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  const html = value
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
  const spellings = [
    value,
    percent,
    percent.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    percent.replace(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`),
    percent.replaceAll('%20', '+'),
    // A form escapes more signs than a path does.
    new URLSearchParams({ v: value }).toString().slice('v='.length),
    json,
    ascii,
    html,
    html.replaceAll("'", '&#39;'),
    html.replaceAll("'", '&#x27;'),
    html.replaceAll("'", '&apos;'),
    ...base64Forms(Buffer.from(value)),
    ...(percent === value ? [] : base64Forms(Buffer.from(percent))),
    Buffer.from(value).toString('hex'),
  ];
  return [...new Set(spellings)];
}

/**
 * What stays the same of a value's base64, wherever it begins inside a longer text: three alignments, two
 * alphabets.
 */
function base64Forms(bytes: Buffer): string[] {
  return [0, 1, 2].flatMap((offset) => {
    const encoded = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
    const stable = encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + bytes.length) * 8) / 6));
    return [stable, stable.replaceAll('+', '-').replaceAll('/', '_')];
  });
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
}
