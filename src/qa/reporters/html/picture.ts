import { markup, trusted, type Markup } from './markup.ts';

/**
 * A drawing in a frame that scrolls by keyboard too. Of two drawings of one thing the page shows the one that
 * its width has room for.
 */
export function picture(label: string, wide: string, narrow: string | null = null): Markup {
  const frame = (source: string, room: string): Markup =>
    markup`<div class="picture ${room}" role="group" tabindex="0" aria-label="${label}">
${trusted(source)}</div>`;
  return narrow === null ? frame(wide, 'any') : markup`${frame(wide, 'wide')}${frame(narrow, 'narrow')}`;
}
