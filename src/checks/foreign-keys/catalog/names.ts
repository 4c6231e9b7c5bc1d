import { parseName, qualifiedName, quoteIdentifier } from '../../postgres/sql/identifier.ts';
import { keptName } from './kept-name.ts';
import type { ForeignKey } from './key.ts';
import type { Expected } from '../probes/keys.ts';

/** `schema.table.constraint`, quoted where SQL needs it: the subject of a finding about a key. */
export function keyName(key: Pick<ForeignKey, 'schema' | 'table' | 'name'>): string {
  // Joined, since what is put together by a template is copied when it is first read: there may be very many.
  return [tableName(key), quoteIdentifier(key.name)].join('.');
}

/** `schema.table` */
export function tableName({ schema, table }: { readonly schema: string; readonly table: string }): string {
  const ofSchema = namesOf(schema);
  const known = ofSchema.get(table);
  if (known !== undefined) return known;
  const name = qualifiedName(schema, table);
  if (ofSchema.size >= mostNames) ofSchema.clear();
  ofSchema.set(table, name);
  return name;
}

/** What thousands of keys and indexes say of one table is one text. */
const tableNames = new Map<string, Map<string, string>>();
const mostNames = 10_000;

function namesOf(schema: string): Map<string, string> {
  const known = tableNames.get(schema);
  if (known !== undefined) return known;
  if (tableNames.size >= mostNames) tableNames.clear();
  const made = new Map<string, string>();
  tableNames.set(schema, made);
  return made;
}

export function columnNames(columns: readonly { readonly name: string }[]): string[] {
  return columns.map(({ name }) => name);
}

/** `public.user_profiles (user_id)`: where a key leads. */
export function targetName({ references }: Pick<ForeignKey, 'references'>): string {
  return `${tableName(references)} (${columnNames(references.columns).join(', ')})`;
}

/** Where an expected table is, or would be. */
export function expectedTable(
  text: string,
  found: Expected['child'],
): { readonly schema: string; readonly table: string } {
  if (found !== null) return found;
  const read = parseName(text);
  return { schema: read?.schema?.name ?? 'public', table: read?.name.name ?? text };
}

/** The expected key's name: its own, or the one that PostgreSQL would give it. */
export function expectedName({ expectation, child }: Expected): string {
  return keptName(
    expectation.name ??
      `${expectedTable(expectation.table, child).table}_${expectation.columns.join('_')}_fkey`,
  );
}

/** The subject of a finding about a key that should be there. */
export function expectedKeyName(expected: Expected): string {
  return keyName({
    ...expectedTable(expected.expectation.table, expected.child),
    name: expectedName(expected),
  });
}

/** "a, b and c" */
export function inWords(list: readonly string[]): string {
  return list.length < 2 ? list.join('') : `${list.slice(0, -1).join(', ')} and ${list.at(-1)}`;
}
