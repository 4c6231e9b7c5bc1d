import { tokensOf } from './tokens.ts';

/** What the server shows instead of a statement to a role that may not see it. */
const hiddenStatement = '<insufficient privilege>';

/** Characters of a statement that a report shows. */
const longest = 200;

/**
 * Another session's statement as it may be shown: on one line, cut, without the semicolon at its end and the
 * values of its literals, which are people's data or a password. Numbers stay: they tell no more than a row's
 * key.
 */
export function shownStatement(query: string): string {
  if (query === hiddenStatement) return '(hidden by privilege)';
  const text = withoutLiterals(query)
    .replace(/\s+/g, ' ')
    .replace(/^ |[ ;]+$/g, '');
  const characters = [...text];
  return characters.length <= longest ? text : `${characters.slice(0, longest - 1).join('')}…`;
}

function withoutLiterals(query: string): string {
  // Every literal begins so; a busy server shows hundreds of statements that have none.
  if (!/'|\$(?!\d)/.test(query)) return query;
  return tokensOf(query)
    .map(({ kind, text }) => (kind === 'literal' ? "'…'" : text))
    .join('');
}
