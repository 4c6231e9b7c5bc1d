import { closeSync, constants, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { describeError } from '../../support/describe-error.ts';

/**
 * A migration of more than this is no migration that a person wrote, and reading it would take all the memory
 * there is.
 */
const mostBytes = 4 * 1024 * 1024;

/** The text of a source file, or why there is none: a fault is one that Python meets too. */
export type Source = { readonly text: string } | { readonly fault: string } | { readonly unread: string };

const declaredEncoding = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;

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
    if (!entry.isFile()) return { unread: 'it is no regular file' };
    if (entry.size > mostBytes) return { unread: `it is larger than ${mostBytes / 1024 / 1024} MB` };
    return decode(readFileSync(file));
  } catch (error) {
    const isPipe = ['EAGAIN', 'ESPIPE', 'EISDIR'].includes((error as NodeJS.ErrnoException).code ?? '');
    return { unread: isPipe ? 'it is no regular file' : describeError(error) };
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
    try {
      return { text: new TextDecoder(encoding, { fatal: true }).decode(bytes) };
    } catch (error) {
      if (error instanceof RangeError) return { unread: `its encoding ${encoding} is not known here` };
      return { fault: `it is not the ${encoding} that it declares` };
    }
  }
  if (!text.includes('\ufffd') || isUtf8(bytes)) return { text };
  return { fault: 'it is not UTF-8, and declares no other encoding' };
}

/** Null for UTF-8. */
function encodingOf(text: string): string | null {
  // Nearly all declare none.
  if (!text.slice(0, 512).includes('coding')) return null;
  const [first = '', second = ''] = text.slice(0, 512).split(/\r\n?|\n/, 2);
  const declared = (declaredEncoding.exec(first.replace(/^\ufeff/, '')) ?? declaredEncoding.exec(second))?.[1]
    ?.toLowerCase()
    .replaceAll('_', '-');
  if (declared === undefined || /^(utf-?8(-sig)?|ascii|us-ascii)$/.test(declared)) return null;
  return declared === 'latin-1' || declared === 'iso-latin-1' ? 'latin1' : declared;
}

function isUtf8(bytes: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
