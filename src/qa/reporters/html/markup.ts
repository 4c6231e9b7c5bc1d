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
const hidden = new RegExp(
  String.raw`[\0-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069]` +
    String.raw`|[\ufeff\ufff9-\ufffb]|\p{Surrogate}`,
  'gu',
);

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

/**
 * A sentence from elsewhere: what stands between backticks is code, and a long name may be broken after its
 * dots, slashes and underscores, never within a word.
 */
export function prose(text: string): Markup {
  const parts = text.split(/`([^`\n]+)`/);
  return trusted(
    parts
      .map((part, index) =>
        index % 2 === 0 ? breakable(part, longWord) : `<code>${breakable(part, 0)}</code>`,
      )
      .join(''),
  );
}

/** A name as code, which may be broken where its parts end. */
export function name(text: string): Markup {
  return trusted(`<code>${breakable(text, 0)}</code>`);
}

/** What is pasted, as it is; on a narrow page it is broken where its names have parts. */
export function pasted(text: string): Markup {
  return trusted(breakable(text, 0));
}

/** Shorter words fit into the narrowest page. */
const longWord = 20;

function breakable(text: string, longerThan: number): string {
  return text
    .split(/(\S+)/)
    .map((word) =>
      word.length <= longerThan
        ? escape(word)
        : word
            .split(/(?<=[./_:,=&?@-])(?=.)/)
            .map(escape)
            .join('<wbr>'),
    )
    .join('');
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
