import { structureOf } from '../python/structure.ts';
import { readStatements } from '../python/statements.ts';
import { readValues } from './read-values.ts';
import { declaredOf, isVariable, type Declared, type Value, type Variable } from './declared.ts';

const functionHead = /(?:async +def|def|class) +(\w+)/y;
const importLine = /(?:from|import) [^\n()\\;'"#*]*(?:#[^\n]*)?(?:\n|$)/y;
const named = /\b(?:revision|down_revision|branch_labels|depends_on)\b/;

/**
 * One line, and on it one string without escapes, a tuple of such, or None: `revision: str = "1a2b3c4d5e6f"`.
 */
const quoted = String.raw`"[^"'\\\n]*"|'[^"'\\\n]*'`;
const tuple = String.raw`\(((?: *(?:${quoted}) *,)+(?: *(?:${quoted}))?) *\)`;
const declaration = new RegExp(
  String.raw`(revision|down_revision|branch_labels|depends_on)(?: *:[^=\n]*)? *= *` +
    String.raw`(?:(None)|"([^"'\\\n]*)"|'([^"'\\\n]*)'|${tuple}) *(?:#[^\n]*)?(?:\n|$)`,
  'y',
);

/**
 * What a revision file declares. Most are as `alembic revision` writes them, and of those only the
 * declarations are read; the statements of any other are read one by one.
 */
export function readDeclared(source: string, fileName: string): Declared {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const { fault, starts, isJoined } = structureOf(text);
  const plain = fault === null && !isJoined ? plainValues(text, starts) : null;
  return declaredOf(plain ?? readValues(readStatements(text)), fileName, fault);
}

/** Null for a file that is not as plain as those that Alembic writes. */
function plainValues(text: string, starts: readonly number[]): ReadonlyMap<Variable, Value> | null {
  const values = new Map<Variable, Value>();
  for (const start of starts) {
    const sign = text[start];
    // A text that stands alone, and what is put before a function.
    if (sign === '"' || sign === "'" || sign === '@') continue;
    declaration.lastIndex = start;
    const [, name, none, double, single, tuple = ''] = declaration.exec(text) ?? [];
    if (name === undefined || !isVariable(name)) {
      if (assignsNothing(text, start)) continue;
      return null;
    }
    if (none !== undefined) values.set(name, null);
    else
      values.set(
        name,
        double ?? single ?? [...tuple.matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text),
      );
  }
  return values;
}

/** A function or a class, or an import, of another name than those that are looked for. */
function assignsNothing(text: string, start: number): boolean {
  functionHead.lastIndex = start;
  const [, defined] = functionHead.exec(text) ?? [];
  if (defined !== undefined) return !isVariable(defined);
  importLine.lastIndex = start;
  const [imported] = importLine.exec(text) ?? [];
  return imported !== undefined && !named.test(imported);
}
