import { computed, type Literal } from '../python/literal.ts';
import { assignmentsIn } from '../python/assignments.ts';
import { callsIn, textOf, type Call } from '../python/calls.ts';
import { functionsIn, reachedFrom } from '../python/functions.ts';
import type { Statement } from '../python/statements.ts';
import { executedSql, runsSql, textsByName } from './executed-sql.ts';
import { readOperation } from './read-operation.ts';
import { quotedLine, type Operation } from './operation.ts';
import { readSql } from './read-sql.ts';
import { sqlStatements } from './sql-statements.ts';

export interface Upgrade {
  /** What it does to tables that were there before it. */
  readonly operations: readonly Operation[];
  /** Tables that it creates: nobody waits for those. */
  readonly created: readonly string[];
  /** What only running it could tell. */
  readonly unread: readonly string[];
}

/**
 * What `upgrade()` of a revision would do to tables that are in use, from its text. `downgrade()`, comments
 * and strings that are not executed do not count. Tables in `created` came into being just before.
 */
export function readUpgrade(
  statements: readonly Statement[],
  source: string,
  created: ReadonlySet<string>,
): Upgrade {
  const functions = functionsIn(statements);
  const body = reachedFrom('upgrade', functions);
  if (!functions.has('upgrade')) return { operations: [], created: [], unread: ['it defines no upgrade()'] };
  const names = new Map<string, Literal>();
  for (const statement of statements.filter(({ indent }) => indent === 0)) {
    for (const [name, value] of assignmentsIn(statement, names))
      if (value !== computed) names.set(name, value);
  }
  const texts = textsByName([...statements.filter(({ indent }) => indent === 0), ...body]);
  const lines = source.split(/\r\n?|\n/);
  const batches = new Map<string, string | null>();
  const fresh = new Set(created);
  const operations: Operation[] = [];
  const unread: string[] = [];
  const add = (operation: Operation): void => {
    if (operation.table === null || !fresh.has(operation.table)) operations.push(operation);
  };

  for (const statement of body) {
    const calls = callsIn(statement.tokens);
    for (const call of calls) {
      if (call.name === 'batch_alter_table')
        batches.set(
          aliasIn(statement.tokens),
          textOf(call.positional[0] ?? call.keywords.get('table_name'), names),
        );
      if (call.name === 'create_table')
        fresh.add(textOf(call.positional[0] ?? call.keywords.get('table_name'), names) ?? '');
      if (runsSql(call)) readExecuted(call);
      else {
        const batch = call.receiver === null ? undefined : batches.get(call.receiver);
        for (const { kind, table } of readOperation(call, names, batch)) {
          add({ kind, table, line: call.line, quoted: quotedLine(sourceOf(call, lines)) });
        }
      }
    }
  }
  return { operations, created: [...fresh].filter((name) => name !== '' && !created.has(name)), unread };

  function readExecuted(call: Call): void {
    const scripts = executedSql(call, texts);
    if (scripts === null) unread.push(`line ${call.line}: what it executes is computed`);
    for (const { text, lineAt } of scripts ?? []) {
      for (const { sql, written, offset } of sqlStatements(text)) {
        const { creates, effects } = readSql(sql);
        if (creates !== null) fresh.add(creates);
        for (const { kind, table } of effects)
          add({ kind, table, line: lineAt(offset), quoted: quotedLine(written) });
      }
    }
  }
}

/** `with op.batch_alter_table("t") as batch_op:` */
function aliasIn(tokens: Statement['tokens']): string {
  const at = tokens.findLastIndex(({ text, kind }) => kind === 'name' && text === 'as');
  return tokens[at + 1]?.text ?? '';
}

/** The call as it is written, from its line on. */
function sourceOf({ line, name, receiver }: Call, lines: readonly string[]): string {
  const written = lines.slice(line - 1, line + 7).join('\n');
  const from = Math.max(0, written.indexOf(`${receiver === null ? '' : `${receiver}.`}${name}`));
  let depth = 0;
  for (let at = written.indexOf('(', from); at >= 0 && at < written.length; at += 1) {
    if (written[at] === '(') depth += 1;
    if (written[at] === ')') depth -= 1;
    if (depth === 0) return written.slice(from, at + 1);
  }
  return written.slice(from);
}
