import { open } from 'node:fs/promises';

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
    if (size <= mostBytes) return tailOf(await file.readFile('utf8'));
    const { buffer, bytesRead } = await file.read(Buffer.alloc(mostBytes), 0, mostBytes, size - mostBytes);
    return { text: fromLineStart(buffer.toString('utf8', 0, bytesRead)), isCut: true };
  } finally {
    await file.close();
  }
}

/** The same of a text that was read elsewhere. */
export function tailOf(text: string): Tail {
  if (text.length <= mostBytes) return { text, isCut: false };
  return { text: fromLineStart(text.slice(-mostBytes)), isCut: true };
}

function fromLineStart(text: string): string {
  return text.slice(text.indexOf('\n') + 1);
}
