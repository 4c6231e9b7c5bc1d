import { assignmentsIn, splitAt } from '../python/assignments.ts';
import { computed, type Literal } from '../python/literal.ts';
import type { Statement, Token } from '../python/statements.ts';
import { isVariable, variables, type Value, type Variable } from './declared.ts';

const compound = new Set(['if', 'elif', 'else', 'for', 'while', 'with', 'try', 'except', 'finally']);
/** What can assign to any name, however it is spelled. */
const hidden = new Set(['globals', 'locals', 'vars', 'exec', 'setattr']);

/** What the statements of a file assign to Alembic's variables; nothing is run. */
export function readValues(statements: readonly Statement[]): ReadonlyMap<Variable, Value> {
  const values = new Map<Variable, Value>();
  const names = new Map<string, Literal>();
  const blocks: { readonly indent: number; readonly isFunction: boolean }[] = [];
  let isOpen = false;
  for (const statement of statements) {
    const { tokens } = statement;
    while ((blocks.at(-1)?.indent ?? -1) >= statement.indent) blocks.pop();
    const inFunction = blocks.some(({ isFunction }) => isFunction);
    if (tokens.at(-1)?.text === ':')
      blocks.push({ indent: statement.indent, isFunction: isFunctionHead(statement) });
    if (inFunction) continue;
    if (hidesAssignments(tokens)) isOpen = true;
    for (const name of computedIn(statement)) {
      values.set(name, computed);
      names.delete(name);
    }
    // In a block of its own (`if`, `try`) it may or may not be run.
    const isCertain = statement.indent === 0 || blocks.length === 0;
    for (const [name, value] of assigned(statement, names)) {
      const known = isCertain ? value : computed;
      if (isVariable(name)) values.set(name, known);
      if (isLiteral(known)) names.set(name, known);
      else names.delete(name);
    }
  }
  if (isOpen) for (const name of variables) if (!values.has(name)) values.set(name, computed);
  return values;
}

function assigned(statement: Statement, names: ReadonlyMap<string, Literal>): [string, Value][] {
  const { tokens } = statement;
  const [target, sign] = tokens;
  if (target?.kind === 'name' && sign?.text === '+=') {
    const before = names.get(target.text);
    const [[, added] = ['', computed]] = assignmentsIn(
      { ...statement, tokens: [target, { ...sign, text: '=' }, ...tokens.slice(2)] },
      names,
    );
    const isText = typeof before === 'string' && typeof added === 'string';
    return [[target.text, isText ? before + added : computed]];
  }
  const value = scalarOf(tokens);
  return assignmentsIn(statement, names).map(([name, literal]) => [
    name,
    literal === computed && value !== null ? value : literal,
  ]);
}

/** `revision = 5` */
function scalarOf(tokens: readonly Token[]): Value | null {
  const [before, last] = tokens.slice(-2);
  const isAlone = before?.text === '=' && before.kind === 'sign';
  const isScalar = last?.kind === 'number' || last?.text === 'True' || last?.text === 'False';
  return isAlone && last !== undefined && isScalar ? { scalar: last.text } : null;
}

function isLiteral(value: Value): value is Literal {
  return value === null || typeof value === 'string' || Array.isArray(value);
}

/** The variables that the statement binds in a way of which only running it could tell the value. */
function computedIn({ tokens }: Statement): Variable[] {
  const [first, second] = tokens;
  switch (first?.text) {
    case 'def':
    case 'class':
      return second !== undefined && isVariable(second.text) ? [second.text] : [];
    case 'import':
    case 'from':
    case 'del':
      return mentioned(tokens);
    case 'for':
      return mentioned(splitAtWord(tokens, 'in'));
    default:
  }
  const found = tokens.filter(({ text, kind }, at) => {
    const sign = tokens[at + 1]?.text;
    if (kind !== 'name' || !isVariable(text)) return false;
    // `if …: revision = "x"` on one line, `with … as revision:`, `(revision := "x")`, `revision *= 2`.
    return (
      (compound.has(first?.text ?? '') && (sign === '=' || tokens[at - 1]?.text === 'as')) ||
      sign === ':=' ||
      (at === 0 && /^[^=!<>+:]+=$/.test(sign ?? ''))
    );
  });
  const targets = splitAt(tokens, '=').slice(0, -1);
  // `*revision, rest = …`
  const starred = targets.filter((side) => side.some(({ text }) => text === '*')).flat();
  return [...mentioned(found), ...mentioned(starred), ...(hidesAssignments(tokens) ? spelled(tokens) : [])];
}

function splitAtWord(tokens: readonly Token[], word: string): readonly Token[] {
  const at = tokens.findIndex(({ kind, text }) => kind === 'name' && text === word);
  return at === -1 ? tokens : tokens.slice(0, at);
}

function mentioned(tokens: readonly Token[]): Variable[] {
  return variables.filter((name) => tokens.some(({ kind, text }) => kind === 'name' && text === name));
}

/** In texts too: `globals()["revision"] = …`. */
function spelled(tokens: readonly Token[]): Variable[] {
  return variables.filter((name) => tokens.some(({ text }) => new RegExp(`\\b${name}\\b`).test(text)));
}

/** `globals()…`, `exec(…)`, `from ids import *`. */
function hidesAssignments(tokens: readonly Token[]): boolean {
  if (tokens[0]?.text === 'from' && tokens.at(-1)?.text === '*') return true;
  return tokens.some(
    ({ kind, text }, at) => kind === 'name' && hidden.has(text) && tokens[at + 1]?.text === '(',
  );
}

function isFunctionHead({ tokens: [first, second] }: Statement): boolean {
  return (
    first?.text === 'def' || first?.text === 'class' || (first?.text === 'async' && second?.text === 'def')
  );
}
