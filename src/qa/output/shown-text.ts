import type { TerminalStyle, TextOutcome } from '../command.ts';
import { toAscii } from './ascii.ts';
import { visible } from './visible.ts';

/**
 * A command's text as stdout gets it. What programs read (JSON, SQL, a migration) reaches them letter by
 * letter, and a terminal as all text does: with its control characters spelled out.
 */
export function shownText(
  { text, form = 'plain' }: TextOutcome,
  { isTerminal, ascii }: TerminalStyle,
): string {
  const isData = form === 'data' || /^[{[]/.test(text);
  if (isData) return isTerminal ? visible(text) : text;
  const spelled = form === 'styled' ? text : visible(text);
  return ascii ? toAscii(spelled) : spelled;
}
