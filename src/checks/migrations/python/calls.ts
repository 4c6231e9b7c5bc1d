import { splitAt } from './assignments.ts';
import { computed, readLiteral, type Literal } from './literal.ts';
import type { Token } from './statements.ts';

/** A call as it is written: `op.create_index("a", "b", unique=True)`. */
export interface Call {
  /** The name before the dot; null where there is none, or more than a name. */
  readonly receiver: string | null;
  readonly name: string;
  readonly line: number;
  readonly positional: readonly (readonly Token[])[];
  readonly keywords: ReadonlyMap<string, readonly Token[]>;
}

/** Every call among the tokens, those inside of others too, in the order in which they are written. */
export function callsIn(tokens: readonly Token[]): Call[] {
  return tokens.flatMap((token, at) => {
    const opening = tokens[at + 1];
    if (
      token.kind !== 'name' ||
      opening?.text !== '(' ||
      opening.kind !== 'sign' ||
      tokens[at - 1]?.text === 'def'
    )
      return [];
    const before = tokens[at - 1]?.text === '.' ? tokens[at - 2] : undefined;
    const given = splitAt(tokens.slice(at + 2, closingOf(tokens, at + 1)), ',').filter(
      (argument) => argument.length > 0,
    );
    const isKeyword = (argument: readonly Token[]): boolean =>
      argument[0]?.kind === 'name' && argument[1]?.text === '=';
    return [
      {
        receiver: before?.kind === 'name' ? before.text : null,
        name: token.text,
        line: token.line,
        positional: given.filter((argument) => !isKeyword(argument)),
        keywords: new Map(
          given.filter(isKeyword).map((argument) => [argument[0]?.text ?? '', argument.slice(2)]),
        ),
      },
    ];
  });
}

/** The text of an argument; null where it is none, or is computed. */
export function textOf(
  argument: readonly Token[] | undefined,
  names: ReadonlyMap<string, Literal>,
): string | null {
  if (argument === undefined) return null;
  const value = readLiteral(argument, names);
  return value !== computed && typeof value === 'string' ? value : null;
}

function closingOf(tokens: readonly Token[], opening: number): number {
  let depth = 0;
  for (let at = opening; at < tokens.length; at += 1) {
    const token = tokens[at];
    if (token?.kind !== 'sign') continue;
    if ('([{'.includes(token.text)) depth += 1;
    if (')]}'.includes(token.text)) depth -= 1;
    if (depth === 0) return at;
  }
  return tokens.length;
}
