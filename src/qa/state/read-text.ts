import { readFile } from 'node:fs/promises';
import { decodeText } from '../../checks/support/decode-text.ts';

/** A file that people or other programs wrote, whole, as text. Rejects as `readFile` does. */
export async function readText(path: string): Promise<string> {
  return decodeText(await readFile(path));
}
