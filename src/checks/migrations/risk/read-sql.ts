import type { OperationKind } from './operation.ts';

/** What one statement of SQL does to which table; empty for one that a busy table does not feel. */
export interface SqlEffect {
  readonly kind: OperationKind;
  readonly table: string | null;
}

const name = String.raw`((?:"(?:[^"]|"")+"|[^\s"(),;]+?)+?)(?=[\s(),;]|$)`;
const pattern = (source: string): RegExp =>
  new RegExp(`^${source.replaceAll(' ', String.raw`\s+`).replaceAll('NAME', name)}`, 'i');

const alterTable = pattern('alter table (?:if exists )?(?:only )?NAME\\s*\\*?([^]*)');
const createTable = pattern(
  'create (?:(?:global |local )?temp(?:orary)? |unlogged )?table (?:if not exists )?NAME',
);

/**
 * Functions whose value differs from row to row, so that a column with such a default is written into every
 * row.
 */
export const perRowDefault =
  /\b(?:gen_random_uuid|uuid_generate_v[14]\w*|random|nextval|clock_timestamp|timeofday)\s*\(/i;

const whole: readonly (readonly [RegExp, OperationKind])[] = [
  [
    pattern(
      'create (?:unique )?index (?!concurrently\\b)(?:if not exists )?(?:(?!on\\b)[^\\s]+ )?on (?:only ' +
        ')?NAME',
    ),
    'create-index',
  ],
  [pattern('drop index (?!concurrently\\b)(?:if exists )?NAME'), 'drop-index'],
  [
    pattern('reindex (?:\\([^)]*\\) )?(?:index|table|schema|database|system) (?!concurrently\\b)NAME'),
    'rewrite',
  ],
  [pattern('drop table (?:if exists )?NAME'), 'drop'],
  [pattern('truncate (?:table )?(?:only )?NAME'), 'drop'],
  [pattern('vacuum (?:\\([^)]*\\bfull\\b[^)]*\\)|full)(?: (?:verbose|analyze))* NAME'), 'rewrite'],
  [pattern('cluster (?:verbose )?NAME'), 'rewrite'],
  [pattern('refresh materialized view (?!concurrently\\b)NAME'), 'rewrite'],
  [pattern('lock (?:table )?(?:only )?NAME'), 'lock'],
];
const update = pattern('(?:with\\b[^]*?\\)\\s*)?update (?:only )?NAME');
const remove = pattern('(?:with\\b[^]*?\\)\\s*)?delete from (?:only )?NAME');

const actions: readonly (readonly [RegExp, OperationKind])[] = [
  [/^drop\s+constraint\b/i, 'drop-constraint'],
  [/^add\s+(?:constraint\s+\S+\s+)?foreign\s+key\b(?![^]*\bnot\s+valid\b)/i, 'add-foreign-key'],
  [/^add\s+(?:constraint\s+\S+\s+)?check\b(?![^]*\bnot\s+valid\b)/i, 'add-check'],
  [
    /^add\s+(?:constraint\s+\S+\s+)?(?:unique|primary\s+key|exclude)\b(?![^]*\busing\s+index\b)/i,
    'add-index-constraint',
  ],
  [/^alter\s+(?:column\s+)?\S+\s+set\s+not\s+null\b/i, 'set-not-null'],
  [/^alter\s+(?:column\s+)?\S+\s+(?:set\s+data\s+)?type\b/i, 'change-type'],
  [/^rename\b/i, 'rename'],
  [/^drop\s+(?!constraint\b|default\b)/i, 'drop'],
  [/^set\s+(?:logged|unlogged|access\s+method|tablespace)\b/i, 'rewrite'],
];

/** `GENERATED … AS IDENTITY`, and columns that are calculated and stored. */
const computedColumn = /\b(?:big|small)?serial\b|\bidentity\b|\bgenerated\b[^]*\bstored\b/i;

/** Names that the statement creates, and what it does to those that are there. */
export function readSql(sql: string): {
  readonly creates: string | null;
  readonly effects: readonly SqlEffect[];
} {
  const created = createTable.exec(sql)?.[1];
  if (created !== undefined) return { creates: bareName(created), effects: [] };
  const altered = alterTable.exec(sql);
  if (altered !== null) {
    const table = bareName(altered[1] ?? '');
    return {
      creates: null,
      effects: topLevel(altered[2] ?? '').flatMap((action) => effectOf(action, table)),
    };
  }
  for (const [form, kind] of whole) {
    const table = form.exec(sql)?.[1];
    if (table !== undefined) return { creates: null, effects: [{ kind, table: bareName(table) }] };
  }
  const written = (update.exec(sql) ?? remove.exec(sql))?.[1];
  if (written === undefined || /\bwhere\b/i.test(sql)) return { creates: null, effects: [] };
  return { creates: null, effects: [{ kind: 'write-all-rows', table: bareName(written) }] };
}

function effectOf(action: string, table: string): SqlEffect[] {
  for (const [form, kind] of actions) if (form.test(action)) return [{ kind, table }];
  if (!/^add\s+(?!constraint\b)/i.test(action)) return [];
  const kinds: OperationKind[] = [];
  const isPerRow = perRowDefault.test(action) || computedColumn.test(action);
  if (isPerRow) kinds.push('add-computed-column');
  else if (/\bnot\s+null\b/i.test(action) && !/\bdefault\b/i.test(action)) kinds.push('add-required-column');
  if (/\bcheck\s*\(/i.test(action)) kinds.push('add-check');
  if (/\bunique\b|\bprimary\s+key\b/i.test(action)) kinds.push('add-index-constraint');
  return kinds.map((kind) => ({ kind, table }));
}

/** A name as it is compared: without quotes that change nothing, and without `public`. */
export function bareName(written: string): string {
  return written.replace(/"([a-z_][a-z0-9_]*)"/g, '$1').replace(/^public\./i, '');
}

/** The actions of one ALTER TABLE, between the commas outside of brackets. */
function topLevel(text: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of text) {
    if (sign === '(') depth += 1;
    if (sign === ')') depth -= 1;
    if (sign === ',' && depth === 0) parts.push('');
    else parts.push((parts.pop() ?? '') + sign);
  }
  return parts.map((part) => part.trim());
}
