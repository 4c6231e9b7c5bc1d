/** What Python's `json` says of a text that is not JSON, and where: a position in code points. */
export class JsonDecodeError extends Error {
  override readonly name = 'JSONDecodeError';
  readonly position: number;
  constructor(message: string, text: string, index: number) {
    super(message);
    this.position = Array.from(text.slice(0, index)).length;
  }
}

/** Lists in lists, deeper than Python's stack reaches. */
export class RecursionError extends Error {
  override readonly name = 'RecursionError';
}

const deepest = 990;
const blank = /[ \t\n\r]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
const plain = /[^"\\\u0000-\u001f]*/y;
const escapes: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};
const words: readonly (readonly [string, unknown])[] = [
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
];

/** Reads JSON as Python's `json` does, which also takes NaN, Infinity and halves of surrogate pairs. */
export function parsePythonJson(given: string): unknown {
  const text = given.replace(/^\ufeff/, '');
  let index = 0;
  const fail = (message: string, at = index): never => {
    throw new JsonDecodeError(message, text, at);
  };
  const match = (pattern: RegExp): string => {
    pattern.lastIndex = index;
    const found = pattern.exec(text)?.[0] ?? '';
    index += found.length;
    return found;
  };
  const skip = (): void => void match(blank);
  const take = (character: string): boolean => text[index] === character && (index += 1) > 0;

  /** The rest of a string whose opening quote has been read. */
  const string = (): string => {
    const begin = index - 1;
    for (let read = ''; ;) {
      read += match(plain);
      if (index >= text.length) fail('Unterminated string starting at', begin);
      if (take('"')) return read;
      if (!take('\\')) fail('Invalid control character at');
      const letter = text[index];
      if (letter === undefined) fail('Unterminated string starting at', begin);
      if (letter !== 'u') {
        read += escapes[letter!] ?? fail('Invalid \\escape', index - 1);
        index += 1;
        continue;
      }
      const digits = text.slice(index + 1, index + 5);
      if (!/^[0-9a-fA-F]{4}$/.test(digits)) fail('Invalid \\uXXXX escape');
      read += String.fromCharCode(Number.parseInt(digits, 16));
      index += 5;
    }
  };

  const object = (depth: number): Record<string, unknown> => {
    const read: [string, unknown][] = [];
    skip();
    if (take('}')) return {};
    for (;;) {
      if (!take('"')) fail('Expecting property name enclosed in double quotes');
      const key = string();
      skip();
      if (!take(':')) fail("Expecting ':' delimiter");
      skip();
      read.push([key, value(depth)]);
      skip();
      if (take('}')) return Object.fromEntries(read);
      if (!take(',')) fail("Expecting ',' delimiter");
      skip();
    }
  };

  const list = (depth: number): unknown[] => {
    const read: unknown[] = [];
    skip();
    if (take(']')) return read;
    for (;;) {
      read.push(value(depth));
      skip();
      if (take(']')) return read;
      if (!take(',')) fail("Expecting ',' delimiter");
      skip();
    }
  };

  const value = (depth: number): unknown => {
    if (depth > deepest)
      throw new RecursionError('maximum recursion depth exceeded while decoding a JSON array');
    if (take('"')) return string();
    if (take('{')) return object(depth + 1);
    if (take('[')) return list(depth + 1);
    const word = words.find(([name]) => text.startsWith(name, index));
    if (word !== undefined) {
      index += word[0].length;
      return word[1];
    }
    const digits = match(number);
    return digits === '' ? fail('Expecting value') : Number(digits);
  };

  skip();
  const read = value(0);
  skip();
  if (index < text.length) fail('Extra data');
  return read;
}

/** A value that Python's encoder refuses, by the name of the exception that it raises. */
export class Unencodable extends Error {
  override readonly name: 'ValueError' | 'UnicodeEncodeError';
  constructor(name: 'ValueError' | 'UnicodeEncodeError', message: string) {
    super(message);
    this.name = name;
  }
}

/** Writes JSON as FastAPI does, which refuses NaN, Infinity and halves of surrogate pairs. */
export function renderPythonJson(value: unknown): string {
  const text = JSON.stringify(value, (_key, inner: unknown) => {
    if (typeof inner === 'number' && !Number.isFinite(inner)) {
      throw new Unencodable('ValueError', 'Out of range float values are not JSON compliant');
    }
    return inner;
  });
  // The only escapes of this form that JSON.stringify writes for anything above U+001F.
  if (/(?:^|[^\\])(?:\\\\)*\\ud[89a-f]/.test(text)) {
    throw new Unencodable(
      'UnicodeEncodeError',
      "'utf-8' codec can't encode character: surrogates not allowed",
    );
  }
  return text;
}
