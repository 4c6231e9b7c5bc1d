import { open } from 'node:fs/promises';
import { decodeText } from '../../support/decode-text.ts';

/** A start that fails says so at the end of the log, and no log is read that does not fit. */
export const mostBytes = 4 * 1024 * 1024;

export interface Tail {
  readonly text: string;
  /** True where older lines were left out. */
  readonly isCut: boolean;
}

/**
 * The end of a file, from the beginning of a line on. What is no regular file (a pipe) is read to its end.
 */
export async function readTail(path: string): Promise<Tail> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    if (size <= mostBytes) return tailOf(decodeText(await file.readFile()));
    const mark = await file.read(Buffer.alloc(2), 0, 2, 0);
    // An even distance, since two bytes make a character where a mark says so.
    const begin = size - mostBytes + (size % 2);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, begin);
    const end = buffer.subarray(0, bytesRead);
    const text = isMarked(mark.buffer) ? decodeText(Buffer.concat([mark.buffer, end])) : decodeText(end);
    return { text: fromLineStart(text), isCut: true };
  } finally {
    await file.close();
  }
}

/** Whether these bytes say that UTF-16 follows. */
function isMarked(bytes: Buffer): boolean {
  return bytes.equals(Buffer.from([0xff, 0xfe])) || bytes.equals(Buffer.from([0xfe, 0xff]));
}

/** The same of a text that was read elsewhere. */
export function tailOf(text: string): Tail {
  if (text.length <= mostBytes) return { text, isCut: false };
  return { text: fromLineStart(text.slice(-mostBytes)), isCut: true };
}

function fromLineStart(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}
