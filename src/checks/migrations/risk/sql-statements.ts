/** A statement with what it does not do blanked out: comments, texts in quotes, bodies of functions. */
export interface SqlStatement {
  readonly sql: string;
  /** As it is written. */
  readonly written: string;
  /** Where it begins in the text that it was read from. */
  readonly offset: number;
}

/** A comment, a text, a dollar-quoted body, a quoted name, or the end of a statement. */
const pieces = new RegExp(
  [
    /--[^\n]*|\/\*[^]*?(?:\*\/|$)/,
    /[eE]?'(?:[^'\\]|''|\\[^])*(?:'|$)/,
    /(\$(?:[A-Za-z_]\w*)?\$)([^]*?)(?:\1|$)/,
    /"(?:[^"]|"")*"|;/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
);

/**
 * Splits a script into its statements. The body of a `DO` is run at once, so its statements count as well.
 */
export function sqlStatements(script: string): SqlStatement[] {
  const statements: SqlStatement[] = [];
  const inner: SqlStatement[] = [];
  let from = 0;
  let sql = '';
  let copied = 0;
  const blank = (text: string): string => text.replace(/[^\n]/g, ' ');
  const end = (at: number): void => {
    const start = /\S/.exec(sql)?.index;
    if (start !== undefined) {
      const written = script.slice(from + start, at).replace(/;$/, '');
      statements.push({ sql: sql.slice(start).trimEnd(), written, offset: from + start });
    }
    sql = '';
    from = at;
  };
  for (const match of script.matchAll(pieces)) {
    const [piece, tag, body = ''] = match;
    sql += script.slice(copied, match.index);
    copied = match.index + piece.length;
    if (piece === ';') end(copied);
    else if (piece.startsWith('"')) sql += piece;
    else {
      if (tag !== undefined && /^\s*do\b/i.test(sql)) {
        const offset = match.index + tag.length;
        inner.push(...blockStatements(body).map((each) => ({ ...each, offset: each.offset + offset })));
      }
      sql += blank(piece);
    }
  }
  sql += script.slice(copied);
  end(script.length);
  return [...statements, ...inner].toSorted((one, other) => one.offset - other.offset);
}

/** In PL/pgSQL a statement may stand behind `BEGIN`, `THEN`, `ELSE` or `LOOP` without a semicolon between. */
function blockStatements(body: string): SqlStatement[] {
  return sqlStatements(body).map(({ sql, written, offset }) => {
    const lead = /^(?:[^]*\b(?:begin|then|else|loop)\b)\s+/i.exec(sql)?.[0].length ?? 0;
    return { sql: sql.slice(lead), written: written.slice(lead), offset: offset + lead };
  });
}
