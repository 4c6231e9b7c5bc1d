import type { Statement } from './statements.ts';

/** The statements inside each function of the file's own level, by its name; heads of blocks among them. */
export function functionsIn(statements: readonly Statement[]): ReadonlyMap<string, readonly Statement[]> {
  const functions = new Map<string, Statement[]>();
  let body: Statement[] | null = null;
  for (const statement of statements) {
    if (statement.indent > 0) {
      body?.push(statement);
      continue;
    }
    const words = statement.tokens[0]?.text === 'async' ? statement.tokens.slice(1) : statement.tokens;
    const name = words[0]?.text === 'def' ? words[1]?.text : undefined;
    body = name === undefined ? null : [];
    if (name === undefined || body === null) continue;
    functions.set(name, body);
    // `def upgrade(): op.execute(…)`, all on one line.
    if (words.at(-1)?.text !== ':') body.push({ ...statement, tokens: words.slice(2) });
  }
  return functions;
}

/**
 * What runs when the function is called: its statements, and those of the file's own functions that it calls.
 */
export function reachedFrom(
  name: string,
  functions: ReadonlyMap<string, readonly Statement[]>,
): readonly Statement[] {
  const reached = new Set<string>();
  const open = [name];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const body = reached.has(next) ? undefined : functions.get(next);
    if (body === undefined) continue;
    reached.add(next);
    for (const { tokens } of body) {
      for (const [at, { kind, text }] of tokens.entries()) {
        if (
          kind === 'name' &&
          functions.has(text) &&
          tokens[at + 1]?.text === '(' &&
          tokens[at - 1]?.text !== '.'
        )
          open.push(text);
      }
    }
  }
  // In the order of the file, which is the order of their lines.
  return [...functions].filter(([each]) => reached.has(each)).flatMap(([, body]) => body);
}
