import { computed, readLiteral, type Literal } from './literal.ts';
import type { Statement, Token } from './statements.ts';

/** `a = b = "x"`, `a: str = "x"` and `a, b = "x", "y"`, each name with its value. */
export function assignmentsIn(
  statement: Statement,
  names: ReadonlyMap<string, Literal>,
): [string, Literal | typeof computed][] {
  const { targets, source } = sidesOf(statement);
  if (targets.length === 0) return [];
  const value = readLiteral(source, names);
  return targets.flatMap((target): [string, Literal | typeof computed][] => {
    const [first] = target;
    if (first === undefined) return [];
    if (target.length === 1) return [[first, value]];
    return target.map((name, index) => [name, itemOf(value, index)]);
  });
}

/**
 * Each name that the statement assigns to, with all that it is assigned, whether that is a literal or not.
 */
export function assignmentsOf(statement: Statement): [string, readonly Token[]][] {
  const { targets, source } = sidesOf(statement);
  return targets.flat().map((name) => [name, source]);
}

/** The names on the left of each `=`, and what stands on the right of the last. */
function sidesOf({ tokens }: Statement): {
  readonly targets: readonly (readonly string[])[];
  readonly source: readonly Token[];
} {
  const sides = splitAt(tokens, '=');
  const source = sides.pop() ?? [];
  const targets = sides.map((side) => {
    const [written = []] = splitAt(side, ':');
    // `(a, b) = …`
    const isEnclosed = written.length > 2 && written[0]?.kind === 'sign' && '(['.includes(written[0].text);
    const target = isEnclosed ? written.slice(1, -1) : written;
    const parts = splitAt(target, ',').filter((part) => part.length > 0);
    return parts.flatMap(([name, more]) => (name?.kind === 'name' && more === undefined ? [name.text] : []));
  });
  return { targets: targets.filter((names) => names.length > 0), source };
}

function itemOf(value: Literal | typeof computed, index: number): Literal | typeof computed {
  if (value === null || typeof value !== 'object') return computed;
  const item = value[index];
  return item === undefined ? computed : item;
}

/** The tokens between the signs that stand outside all brackets. */
export function splitAt(tokens: readonly Token[], separator: string): Token[][] {
  const parts: Token[][] = [[]];
  let depth = 0;
  for (const token of tokens) {
    if (token.kind === 'sign' && '([{'.includes(token.text)) depth += 1;
    if (token.kind === 'sign' && ')]}'.includes(token.text)) depth -= 1;
    if (depth === 0 && token.kind === 'sign' && token.text === separator) parts.push([]);
    else parts.at(-1)?.push(token);
  }
  return parts;
}
