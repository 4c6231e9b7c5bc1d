import { endOfBody, endOfString } from '../python/skip-body.ts';
import { readStatements } from '../python/statements.ts';
import { declaredOf, readRevision, type Declared, type Value } from './read-revision.ts';

const functionHead = /(?:async +def|def|class) [^\n#]*: *(?:#[^\n]*)?(?:\n|$)/y;
const importLine = /(?:from|import) [^\n()\\;'"#]*(?:\n|$)/y;

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
 * declarations are read; any other is read as a whole, but for what stands inside functions.
 */
export function readDeclared(source: string, fileName: string): Declared {
  const plain = source.includes('\r') ? null : plainValues(source);
  return plain === null
    ? readRevision(readStatements(source, { ownLevelOnly: true }), fileName)
    : declaredOf(plain, fileName);
}

/** Null for a file that is not as plain as those that Alembic writes. */
function plainValues(text: string): ReadonlyMap<string, Value> | null {
  const values = new Map<string, Value>();
  let at = text.startsWith('\ufeff') ? 1 : 0;
  while (at < text.length) {
    const sign = text[at];
    if (sign === '\n') at += 1;
    else if (sign === '#') at = lineEnd(text, at);
    else if (sign === '"' || sign === "'") {
      const end = endOfString(text, at);
      // A text that stands alone is a comment; one that something is done with is not.
      if (end === null || (end < text.length && text[end] !== '\n')) return null;
      at = end;
    } else {
      const end = endOfStatement(text, at, values);
      if (end === null) return null;
      at = end;
    }
  }
  return values;
}

function endOfStatement(text: string, at: number, values: Map<string, Value>): number | null {
  importLine.lastIndex = at;
  if (importLine.test(text)) return importLine.lastIndex;
  functionHead.lastIndex = at;
  if (functionHead.test(text)) return endOfBody(text, functionHead.lastIndex);
  declaration.lastIndex = at;
  const [, name, none, double, single, tuple = ''] = declaration.exec(text) ?? [];
  if (name === undefined) return null;
  if (none !== undefined) values.set(name, null);
  else
    values.set(
      name,
      double ?? single ?? [...tuple.matchAll(/["']([^"']*)["']/g)].map(([, text = '']) => text),
    );
  return declaration.lastIndex;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}
