import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { describeError } from '../../support/describe-error.ts';
import { readStatements } from '../python/statements.ts';

/**
 * A migration of more than this is no migration that a person wrote, and reading it would take all the memory
 * there is.
 */
const mostBytes = 4 * 1024 * 1024;

/** The text of a source file, or why there is none: a fault is one that Python meets too. */
export type Source = { readonly text: string } | { readonly fault: string } | { readonly unread: string };

const declaredEncoding = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
/** Only behind such a line may the second declare it. */
const onlyComment = /^[ \t\f]*(?:#|$)/;

/**
 * Reads a Python file as Python does: UTF-8, or the encoding that one of its first two lines declares (PEP
 * 263). At once, since there may be thousands of small files: handing each to another thread takes four times
 * as long as reading it. A pipe is not waited for.
 */
export function readSource(file: string): Source {
  let descriptor: number | null = null;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const length = readSync(descriptor, small, 0, small.length, 0);
    if (length < small.length) return decode(small.subarray(0, length));
    const entry = fstatSync(descriptor);
    if (!entry.isFile()) return { unread: 'it is not a regular file' };
    if (entry.size > mostBytes) return { unread: `it is larger than ${mostBytes / 1024 / 1024} MB` };
    return decode(readFileSync(file));
  } catch (error) {
    const isPipe = ['EAGAIN', 'ESPIPE', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { unread: isPipe ? 'it is not a regular file' : describeError(error) };
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}

/** Most revisions fit, and each is decoded before the next is read. */
const small = Buffer.alloc(64 * 1024);

export function decode(bytes: Buffer): Source {
  const text = bytes.toString('utf8');
  const encoding = encodingOf(text);
  if (encoding !== null) {
    if (text.startsWith('\ufeff'))
      return { fault: `it begins with the mark of UTF-8, and declares ${encoding}` };
    // The decoder of the same name would take it for Windows' own.
    if (/^(?:us-)?ascii$/.test(encoding))
      return isAscii(bytes) ? { text } : { fault: `it is not the ${encoding} that it declares` };
    try {
      if (encoding.startsWith('utf-16')) throw new RangeError('no encoding of source files');
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
    } catch (error) {
      if (error instanceof RangeError) return { unread: `its encoding ${encoding} is not known here` };
      return { fault: `it is not the ${encoding} that it declares` };
    }
  }
  if (!text.includes('\ufffd') || isUtf8(bytes)) return { text };
  // Python looks at what it runs only: in a comment any byte may stand.
  const line = firstStrayLine(bytes);
  return line === null ? { text } : { fault: `line ${line} is not UTF-8, and it declares no other encoding` };
}

/** Null for UTF-8. */
function encodingOf(text: string): string | null {
  // Nearly all declare none.
  if (!text.slice(0, 512).includes('coding')) return null;
  const [first = '', second = ''] = text
    .slice(0, 512)
    .replace(/^\ufeff/, '')
    .split(/\r\n?|\n/, 2);
  const found =
    declaredEncoding.exec(first) ?? (onlyComment.test(first) ? declaredEncoding.exec(second) : null);
  const declared = found?.[1]?.toLowerCase().replaceAll('_', '-');
  if (declared === undefined || /^utf-?8(?:-.*)?$/.test(declared)) return null;
  return /^(?:latin-1|iso-8859-1|iso-latin-1)(?:-.*)?$/.test(declared) ? 'latin1' : declared;
}

/** The first line on which bytes that are no UTF-8 stand outside of a comment; null where there is none. */
function firstStrayLine(bytes: Buffer): number | null {
  const marked = bytes
    .toString('latin1')
    .replace(utf8Sequence, (sequence) => (sequence.length > 1 ? 'é' : stray));
  const found = readStatements(marked)
    .flatMap(({ tokens }) => tokens)
    .find(({ text }) => text.includes(stray));
  return found?.line ?? null;
}

/** A sequence of UTF-8 among bytes that are read one by one, or a byte that belongs to none. */
const utf8Sequence = new RegExp(
  [
    /[\xc2-\xdf][\x80-\xbf]/,
    /(?:\xe0[\xa0-\xbf]|[\xe1-\xec\xee\xef][\x80-\xbf]|\xed[\x80-\x9f])[\x80-\xbf]/,
    /(?:\xf0[\x90-\xbf]|[\xf1-\xf3][\x80-\xbf]|\xf4[\x80-\x8f])[\x80-\xbf]{2}/,
    /[\x80-\xff]/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);
/** Stands for such a byte: no file holds it by itself. */
const stray = '\udcff';

function isAscii(bytes: Buffer): boolean {
  return bytes.every((byte) => byte < 128);
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
