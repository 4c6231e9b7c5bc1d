/**
 * The few control sequences that a terminal is sent (ECMA-48), by name; links are OSC 8. Colours are node's
 * (`util.styleText`).
 */
const escape = '\u001b';

/** Empties the line on which the cursor stands, and begins it anew. */
export const eraseLine = `\r${escape}[2K`;

/** Goes up so many lines, and empties all from there on. */
export function eraseUp(lines: number): string {
  return lines > 0 ? `${escape}[${lines}A${escape}[J` : '';
}

/** A text that leads to an address. */
export function link(address: string, text: string): string {
  const to = (place: string): string => `${escape}]8;;${place}${escape}\\`;
  return `${to(address)}${text}${to('')}`;
}
