/**
 * Bytes as text, in the encoding that their byte order mark names, UTF-8 without one. Windows PowerShell
 * writes UTF-16 with a mark where a shell elsewhere writes UTF-8 without. The mark itself is left out.
 */
export function decodeText(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const encoding =
    first === 0xff && second === 0xfe ? 'utf-16le' : first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
  return new TextDecoder(encoding).decode(bytes);
}
