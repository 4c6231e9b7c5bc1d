/** Text that is markup already: only what `markup` and `trusted` made gets into a page as it is. */
export interface Markup {
  readonly source: string;
}

type Value = string | number | Markup | readonly Markup[];

/** A template for HTML. Every text put into it is escaped; attributes get only text of our own. */
export function markup(strings: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { source: String.raw({ raw: strings }, ...values.map(insert)) };
}

/** Markup that was escaped elsewhere, or is ours alone. */
export function trusted(source: string): Markup {
  return { source };
}

export const nothing: Markup = { source: '' };

function insert(value: Value): string {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return escape(value);
  if ('source' in value) return value.source;
  return value.map(({ source }) => source).join('');
}

/**
 * Signs that a reader cannot see, or that rearrange what he sees: controls, marks of direction, invisible
 * spaces, halves of a pair. Not the joiners, which emoji and some scripts are written with.
 */
const hidden =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * A hidden sign stays what it is, so that a copied statement is exact; it is fenced in, and its name is drawn
 * before it.
 */
function escape(text: string): string {
  return text
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? '')
    .replace(hidden, (sign) => `<span class="sign" data-sign="${nameOf(sign)}">${carried(sign)}</span>`);
}

/** For places that hold no markup, such as SVG's titles: a hidden sign gives way to its name. */
export function escapePlain(text: string): string {
  return text
    .replace(hidden, (sign) => `‹${nameOf(sign)}›`)
    .replace(/[&<>"']/g, (sign) => entities[sign] ?? '');
}

function nameOf(sign: string): string {
  return `U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

/** HTML cannot hold NUL or half a pair, and reads a carriage return as a new line unless it is escaped. */
function carried(sign: string): string {
  if (sign === '\r') return '&#13;';
  return sign === '\u0000' || /\p{Surrogate}/u.test(sign) ? '\ufffd' : sign;
}
