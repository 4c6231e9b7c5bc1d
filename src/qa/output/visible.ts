/**
 * What a terminal or a viewer would obey instead of showing it: control characters but line breaks and
 * tabulators (C0, DEL, C1), and what turns the direction of text. Whoever answers a request decides what
 * stands in its answer.
 */
const obeyed =
  // oxlint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;

/** The text with each of them spelled out, as JSON would: `\\u001b[2J`. */
export function visible(text: string): string {
  return text
    .replaceAll('\r\n', '\n')
    .replace(obeyed, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
