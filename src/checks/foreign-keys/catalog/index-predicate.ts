const notNullTest =
  /\{NULLTEST :arg \{VAR :varno 1 :varattno (\d+) [^{}]*\} :nulltesttype 1 :argisrow false[^{}]*\}/g;

/**
 * The columns of which an index's predicate says IS NOT NULL, or null where it says anything else.
 *
 * Reads `pg_index.indpred` as it is stored, since `pg_get_expr` waits behind ACCESS EXCLUSIVE, and an
 * inspection must answer during the very incident. What is not recognised is something else: the index is
 * then not counted on.
 */
export function columnsNotNull(
  tree: string,
  nameOf: (attribute: number) => string | undefined,
): string[] | null {
  const names: string[] = [];
  const rest = tree.replace(notNullTest, (_, attribute: string) => {
    const name = nameOf(Number(attribute));
    if (name !== undefined) names.push(name);
    return name === undefined ? 'unknown' : '';
  });
  return names.length > 0 && /^\s*(?:\{BOOLEXPR :boolop and :args \(\s*\) [^{}()]*\})?\s*$/.test(rest)
    ? names
    : null;
}
