import { assignmentsOf } from '../python/assignments.ts';
import type { Call } from '../python/calls.ts';
import type { Statement, Token } from '../python/statements.ts';

/** SQL that a call runs, with the lines of the file that it stands on. */
export interface Script {
  readonly text: string;
  readonly lineAt: (offset: number) => number;
}

const runners = new Set(['execute', 'exec_driver_sql', 'executescript']);
/** SQLAlchemy's own expressions: they write rows, and never a table's definition. */
const expressions = new Set(['insert', 'update', 'delete', 'select', 'values', 'bulk_insert_mappings']);

export function runsSql({ name }: Call): boolean {
  return runners.has(name);
}

/** What is put into names anywhere in these statements: `statement = "alter table …"`. */
export function textsByName(statements: readonly Statement[]): ReadonlyMap<string, readonly Token[]> {
  const texts = new Map<string, readonly Token[]>();
  for (const statement of statements) {
    for (const [name, tokens] of assignmentsOf(statement)) {
      texts.set(name, [...(texts.get(name) ?? []), ...tokens]);
    }
    // `for table in ("a", "b"):`
    const [first, variable, word, ...rest] = statement.tokens;
    if (first?.text === 'for' && variable?.kind === 'name' && word?.text === 'in')
      texts.set(variable.text, rest);
  }
  return texts;
}

/**
 * The SQL of an `execute(…)`; null where it is computed and only running it could tell. An empty list: it is
 * no SQL text.
 */
export function executedSql(
  { positional, keywords }: Call,
  texts: ReadonlyMap<string, readonly Token[]>,
): readonly Script[] | null {
  const argument = positional[0] ?? keywords.get('sqltext') ?? keywords.get('statement') ?? [];
  const seen = new Set<string>();
  const collect = (tokens: readonly Token[]): Token[] =>
    tokens.flatMap((token) => {
      if (token.kind === 'string') return [token];
      const behind = token.kind === 'name' && !seen.has(token.text) ? texts.get(token.text) : undefined;
      if (behind === undefined) return [];
      seen.add(token.text);
      return collect(behind);
    });
  const strings = collect(argument);
  if (strings.length > 0) return scriptsOf(strings);
  return argument.some(({ kind, text }) => kind === 'name' && expressions.has(text)) ? [] : null;
}

/** Strings in a row are one text; the lines of each are known apart. */
function scriptsOf(strings: readonly Token[]): Script[] {
  const starts: { readonly offset: number; readonly token: Token }[] = [];
  let text = '';
  for (const token of strings) {
    // A statement that begins anew is another one, as in a list of statements.
    if (
      text !== '' &&
      /^\s*(?:alter|create|drop|update|delete|insert|do|truncate|lock|reindex)\b/i.test(token.text)
    )
      text += ';\n';
    starts.push({ offset: text.length, token });
    text += token.text;
  }
  const lineAt = (offset: number): number => {
    const start = starts.findLast((each) => each.offset <= offset) ?? starts[0];
    if (start === undefined) return 0;
    const before = text.slice(start.offset, offset).split('\n').length - 1;
    return start.token.line + Math.min(before, start.token.spans);
  };
  return [{ text, lineAt }];
}
