import { markup, pasted, type Markup } from './markup.ts';

/** What a reader copies: one click takes all of it; with scripts there is a button too. */
export interface Paste {
  readonly kind: 'SQL' | 'Shell';
  readonly text: string;
}

export function paste({ kind, text }: Paste): Markup {
  return markup`<div class="copied"><pre class="paste" data-kind="${kind}">${pasted(text)}</pre></div>`;
}
