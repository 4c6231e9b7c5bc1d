import { textOf, type Call } from '../python/calls.ts';
import type { Literal } from '../python/literal.ts';
import type { Token } from '../python/statements.ts';
import type { OperationKind } from './operation.ts';
import { bareName, perRowDefault, type SqlEffect } from './read-sql.ts';

/** Where Alembic's operations have the name of their table: which argument, and which keyword. */
const tableOf: Readonly<Record<string, { readonly at: number; readonly keyword: string }>> = {
  create_foreign_key: { at: 1, keyword: 'source_table' },
  create_check_constraint: { at: 1, keyword: 'table_name' },
  create_unique_constraint: { at: 1, keyword: 'table_name' },
  create_primary_key: { at: 1, keyword: 'table_name' },
  create_exclude_constraint: { at: 1, keyword: 'table_name' },
  drop_constraint: { at: 1, keyword: 'table_name' },
  create_index: { at: 1, keyword: 'table_name' },
  drop_index: { at: 1, keyword: 'table_name' },
  alter_column: { at: 0, keyword: 'table_name' },
  add_column: { at: 0, keyword: 'table_name' },
  drop_column: { at: 0, keyword: 'table_name' },
  drop_table: { at: 0, keyword: 'table_name' },
  rename_table: { at: 0, keyword: 'old_table_name' },
};

/**
 * What a call of Alembic's operations does to its table (`op.create_index(…)`, `batch_op.…`); empty for any
 * other call.
 */
export function readOperation(
  call: Call,
  names: ReadonlyMap<string, Literal>,
  batchTable: string | null | undefined,
): SqlEffect[] {
  const place = tableOf[call.name];
  if (place === undefined) return [];
  const given = batchTable ?? textOf(call.keywords.get(place.keyword) ?? call.positional[place.at], names);
  const schema = textOf(call.keywords.get('schema') ?? call.keywords.get('source_schema'), names);
  const table = given === null ? null : bareName(schema === null ? given : `${schema}.${given}`);
  return kindsOf(call).map((kind) => ({ kind, table }));
}

function kindsOf(call: Call): OperationKind[] {
  const { name, keywords, positional } = call;
  const isTrue = (keyword: string): boolean => keywords.get(keyword)?.[0]?.text === 'True';
  switch (name) {
    case 'create_foreign_key':
      return isTrue('postgresql_not_valid') ? [] : ['add-foreign-key'];
    case 'create_check_constraint':
      return isTrue('postgresql_not_valid') ? [] : ['add-check'];
    case 'create_unique_constraint':
    case 'create_primary_key':
    case 'create_exclude_constraint':
      return ['add-index-constraint'];
    case 'drop_constraint':
      return ['drop-constraint'];
    case 'create_index':
      return isTrue('postgresql_concurrently') ? [] : ['create-index'];
    case 'drop_index':
      return isTrue('postgresql_concurrently') ? [] : ['drop-index'];
    case 'alter_column':
      return [
        ...(keywords.get('nullable')?.[0]?.text === 'False' ? (['set-not-null'] as const) : []),
        ...(changesType(keywords) ? (['change-type'] as const) : []),
        ...(keywords.has('new_column_name') ? (['rename'] as const) : []),
      ];
    case 'add_column':
      return addedColumn([...positional, ...keywords.values()].flat());
    case 'drop_column':
    case 'drop_table':
      return ['drop'];
    case 'rename_table':
      return ['rename'];
    default:
      return [];
  }
}

/** From one text to another that is as long costs nothing. */
function changesType(keywords: Call['keywords']): boolean {
  const type = keywords.get('type_');
  if (type === undefined) return false;
  const [before, after] = [longestIn(keywords.get('existing_type') ?? []), longestIn(type)];
  return before === null || after === null || after < before;
}

/** How long a text of this type may be, such as `sa.String(length=64)`; null for any other type. */
function longestIn(type: readonly Token[]): number | null {
  const written = type.map(({ text }) => text).join('');
  const form = /^(?:\w+\.)?(?:Text|TEXT|UnicodeText|String|VARCHAR|Unicode|AutoString)(?:\((.*)\))?$/;
  const [whole, given = ''] = form.exec(written) ?? [];
  if (whole === undefined) return null;
  if (given === '' || /Text|TEXT/.test(whole)) return given === '' ? Number.POSITIVE_INFINITY : null;
  const length = /^(?:length=)?(\d+)$/.exec(given)?.[1];
  return length === undefined ? null : Number(length);
}

/**
 * A column with a default that is one value for all rows costs nothing since PostgreSQL 11. What it brings
 * along Alembic adds behind it, as if it were written on its own.
 */
function addedColumn(tokens: readonly Token[]): OperationKind[] {
  const follows = (word: string, value: string): boolean =>
    tokens.some(
      ({ text }, at) => text === word && tokens[at + 1]?.text === '=' && tokens[at + 2]?.text === value,
    );
  const holds = (...names: readonly string[]): boolean =>
    tokens.some(({ kind, text }) => kind === 'name' && names.includes(text));
  const written = tokens.map(({ text }) => text).join('');
  const isPerRow =
    (holds('server_default') && perRowDefault.test(written)) ||
    holds('Identity', 'Computed') ||
    follows('primary_key', 'True');
  const isRequired = follows('nullable', 'False') && !holds('server_default');
  return [
    ...(isPerRow ? (['add-computed-column'] as const) : []),
    ...(isRequired && !isPerRow ? (['add-required-column'] as const) : []),
    ...(holds('ForeignKey') ? (['add-foreign-key'] as const) : []),
    ...(holds('CheckConstraint') ? (['add-check'] as const) : []),
    ...(follows('unique', 'True') ? (['add-index-constraint'] as const) : []),
    ...(follows('index', 'True') && !follows('unique', 'True') ? (['create-index'] as const) : []),
  ];
}
