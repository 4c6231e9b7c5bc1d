import { observed, type Examination } from '../../../checks/examine.ts';
import { keys, readTable, type Selection } from '../../../checks/foreign-keys/index.ts';
import { UsageError } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';
import type { Options } from './options.ts';

const modes = ['exact', 'chunks', 'sample'] as const;

/** `--orphans users` counts and names a table: the option takes its value with "=" only. */
export function namedTables({ orphans, table = [] }: Options): readonly string[] {
  const isMode = orphans === undefined || ['', ...modes].includes(orphans);
  return isMode ? table : [...table, orphans];
}

/** What to look at. */
export function readSelection(options: Options): {
  readonly selection: Selection;
  readonly orphans: { readonly mode: (typeof modes)[number] } | null;
} {
  const { orphans, all } = options;
  const tables = namedTables(options);
  const schemas = options.schema ?? [];
  for (const table of tables) {
    if (readTable(table) === null)
      throw new UsageError(
        `"${table}" is not a table name: write it as table, schema.table, or with quotes as SQL does.`,
      );
  }
  if (all && tables.length + schemas.length > 0)
    throw new UsageError('--all inspects every user table: leave out --schema and the tables, or --all.');
  return {
    selection: {
      without: options['exclude-schema'] ?? [],
      ...(tables.length + schemas.length > 0
        ? { kind: 'some', tables, schemas }
        : { kind: all ? 'all' : 'default' }),
    },
    orphans: orphans === undefined ? null : { mode: modes.find((mode) => mode === orphans) ?? 'exact' },
  };
}

/**
 * Throws {@link UsageError} for a table argument that names no table: nothing was judged that the user asked
 * for.
 */
export async function requireTables(
  examination: Examination,
  { schema = [], orphans }: Pick<Options, 'schema' | 'orphans'>,
  known: () => Promise<readonly string[]>,
): Promise<void> {
  const { unmatched = [], notInspected = [] } = observed(examination, keys) ?? {};
  const [missing] = unmatched;
  const [left] = notInspected;
  if (orphans !== undefined && unmatched.includes(orphans))
    throw new UsageError(
      `--orphans="${orphans}" is not known: it is one of ${modes.join(', ')}, and there is no table of ` +
        `that name.${suggestion(orphans, modes) || suggestion(orphans, await known())}`,
    );
  if (missing !== undefined) {
    const names = unmatched.map((name) => (schema.includes(name) ? `--schema ${name}` : `"${name}"`));
    throw new UsageError(
      `There is no table or schema ${names.join(', ')} in this database: name another, a pattern with *, ` +
        `or --schema; names are as SQL reads them.${suggestion(missing, await known())}`,
    );
  }
  if (left !== undefined)
    throw new UsageError(
      `"${left.table}" is never inspected: it is ${left.reason}. An expected key on it is judged: ` +
        'see --expect.',
    );
}
