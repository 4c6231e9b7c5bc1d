import { assignmentsIn } from '../python/assignments.ts';
import { computed, type Literal } from '../python/literal.ts';
import type { PythonFile, Statement } from '../python/statements.ts';

/** What a revision file says of itself. */
export interface Declared {
  /** Null where the file declares none. */
  readonly revision: string | null;
  readonly down: readonly string[];
  /** Revisions, or labels of branches, that must be there before it without being its predecessors. */
  readonly dependsOn: readonly string[];
  readonly labels: readonly string[];
  /** What keeps Alembic from using the file. */
  readonly faults: readonly string[];
  /** What only running the file could tell. */
  readonly unread: readonly string[];
}

const variables = ['revision', 'down_revision', 'depends_on', 'branch_labels'] as const;
type Variable = (typeof variables)[number];
/** What one of them is assigned. */
export type Value = Literal | typeof computed;

/**
 * Alembic gives these signs a meaning of their own in what it is asked for, and refuses ids that hold one.
 */
const refusedInIds = /[@+-]/;
/** Before 0.2 the name of the file was the id, and Alembic still takes it where the file declares none. */
const idAsName = /^([a-f0-9]+)\.py$/;

const compound = new Set(['if', 'elif', 'else', 'for', 'while', 'with', 'try', 'except', 'finally']);

/** Reads the declarations of an Alembic revision file from its statements; nothing is run. */
export function readRevision({ statements, brokenAt }: PythonFile, fileName: string): Declared {
  const values = new Map<Variable, Value>();
  const names = new Map<string, Literal>();
  const blocks: { readonly indent: number; readonly isFunction: boolean }[] = [];
  for (const statement of statements) {
    while ((blocks.at(-1)?.indent ?? -1) >= statement.indent) blocks.pop();
    const inFunction = blocks.some(({ isFunction }) => isFunction);
    if (statement.tokens.at(-1)?.text === ':')
      blocks.push({ indent: statement.indent, isFunction: isFunctionHead(statement) });
    if (inFunction) continue;
    for (const name of conditionallyAssigned(statement)) values.set(name, computed);
    for (const [name, value] of assignmentsIn(statement, names)) {
      // In a block of its own (`if`, `try`) it may or may not be run.
      const known = statement.indent > 0 && blocks.length > 0 ? computed : value;
      const variable = variables.find((each) => each === name);
      if (variable !== undefined) values.set(variable, known);
      if (known === computed) names.delete(name);
      else names.set(name, known);
    }
  }
  return declaredOf(values, fileName, brokenAt);
}

/** What these values of the variables declare together. */
export function declaredOf(
  values: ReadonlyMap<string, Value>,
  fileName: string,
  brokenAt: PythonFile['brokenAt'] = null,
): Declared {
  const faults: string[] =
    brokenAt === null ? [] : [`Python cannot read it: line ${brokenAt.line}, ${brokenAt.reason}`];
  const unread = [...values]
    .filter(([, value]) => value === computed)
    .map(([name]) => `${name} is computed, not written out`);
  const revision = revisionOf(values.get('revision'), values.has('revision'), fileName);
  if (brokenAt === null && !values.has('revision') && revision === null)
    faults.push('it declares no revision');
  if (brokenAt === null && !values.has('down_revision')) faults.push('it declares no down_revision');
  if (revision !== null && refusedInIds.test(revision))
    faults.push(`Alembic refuses the signs @, + and - in the revision id ${revision}`);
  return {
    revision,
    down: textsIn(values.get('down_revision')),
    dependsOn: textsIn(values.get('depends_on')),
    labels: textsIn(values.get('branch_labels')),
    faults,
    unread,
  };
}

function revisionOf(value: Value | undefined, isDeclared: boolean, fileName: string): string | null {
  if (typeof value === 'string') return value;
  return isDeclared ? null : (idAsName.exec(fileName)?.[1] ?? null);
}

function textsIn(value: Value | undefined): string[] {
  if (value === undefined || value === null || typeof value === 'symbol') return [];
  if (typeof value === 'string') return [value];
  return [...new Set(value.filter((item) => typeof item === 'string'))];
}

function isFunctionHead({ tokens: [first, second] }: Statement): boolean {
  return (
    first?.text === 'def' || first?.text === 'class' || (first?.text === 'async' && second?.text === 'def')
  );
}

/** `if …: revision = "x"` on one line: whether it is run, only running it could tell. */
function conditionallyAssigned({ tokens }: Statement): Variable[] {
  if (!compound.has(tokens[0]?.text ?? '')) return [];
  return variables.filter((name) =>
    tokens.some(({ text }, at) => text === name && tokens[at + 1]?.text === '='),
  );
}
