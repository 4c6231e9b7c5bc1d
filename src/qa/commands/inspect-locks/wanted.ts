import type { ArgumentsCamelCase } from 'yargs';
import {
  knownStatements,
  NotUnderstood,
  readDdl,
  obstructedDdl,
  readTableName,
  wantedBy,
  wouldBlock,
  type LocksContext,
  type DdlLocks,
  type WouldBlock,
} from '../../../checks/locks/index.ts';
import { relationNames } from '../../../checks/access/index.ts';
import { examine, observed } from '../../../checks/examine.ts';
import { UsageError, type Io } from '../../command.ts';
import { selectChecks } from '../../options/select-checks.ts';
import { suggestion } from '../../options/nearest.ts';
import type { Options } from './options.ts';

type Asked = Pick<
  ArgumentsCamelCase<Options>,
  'wouldBlock' | 'forDdl' | 'table' | 'constraint' | 'references' | 'watch'
>;

/** Reads what is asked, and looks for who is in its way. Throws {@link UsageError}. */
export async function askedOf(options: ArgumentsCamelCase<Options>, io: Pick<Io, 'readStdin'>) {
  const statement = await readWanted(options, io);
  const checks = selectChecks([obstructedDdl], options);
  return {
    examine: async (context: LocksContext) => {
      const examination = await examine({
        checks,
        always: [wouldBlock],
        context: { ...context, ...statement },
      });
      const seen = observed(examination, wouldBlock);
      if (seen !== null)
        await requireNamed(seen, options, () => relationNames(context.database, context.limits));
      return { examination, seen };
    },
  };
}

/** The tables that a statement, or a kind of change, locks. Throws {@link UsageError}. */
async function readWanted(
  { wouldBlock, forDdl, table, constraint, references, watch }: Asked,
  { readStdin }: Pick<Io, 'readStdin'>,
): Promise<DdlLocks> {
  if (wouldBlock !== undefined && forDdl !== undefined)
    throw new UsageError(
      '--would-block has the whole statement, so --for-ddl says nothing more: give one of them.',
    );
  if (watch)
    throw new UsageError('--watch shows who waits; a statement is asked about once: leave one of them out.');
  const isOfKind = [table, constraint, references].some((given) => given !== undefined);
  if (wouldBlock !== undefined && !isOfKind)
    return readStatement(wouldBlock === '-' ? await readStdin() : wouldBlock);
  if (forDdl === undefined)
    throw new UsageError(
      '--table, --constraint and --references belong to --for-ddl: give the kind of change too.',
    );
  if (table === undefined) throw new UsageError(`--for-ddl ${forDdl} of which table? Give --table too.`);
  if (forDdl === 'add-foreign-key' && references === undefined) {
    throw new UsageError('--for-ddl add-foreign-key locks the parent too: name it with --references.');
  }
  const wanted = wantedBy({
    kind: forDdl,
    table: named('--table', table),
    constraint: constraint ?? null,
    references: references === undefined ? null : named('--references', references),
  });
  return { wanted, untold: [] };
}

function readStatement(statement: string): DdlLocks {
  try {
    return readDdl(statement);
  } catch (error) {
    if (!(error instanceof NotUnderstood)) throw error;
    throw new UsageError(
      `Which locks --would-block would take is not known: it is not understood at "${error.message}". ` +
        `It knows ${knownStatements}; or give --for-ddl and --table.`,
    );
  }
}

function named(option: string, given: string) {
  const name = readTableName(given);
  if (name === null) {
    throw new UsageError(
      `${option} ${given} is not a table name: write it as table or schema.table, as SQL does.`,
    );
  }
  return name;
}

/** Throws {@link UsageError} where no table has the name, or several do: nothing was judged then. */
async function requireNamed(
  { missing, ambiguous }: Pick<WouldBlock, 'missing' | 'ambiguous'>,
  { wouldBlock, references }: Asked,
  known: () => Promise<readonly string[]>,
): Promise<void> {
  const optionOf = (name: string): string =>
    wouldBlock !== undefined ? '--would-block' : name === references ? '--references' : '--table';
  const [absent] = missing;
  if (absent !== undefined) {
    const names = missing.map((name) => `"${name}"`).join(', ');
    throw new UsageError(
      `${optionOf(absent)}: there is no ${names} in this database; names are as SQL reads them, add the ` +
        `schema.${suggestion(absent, await known())}`,
    );
  }
  const [first] = ambiguous;
  if (first !== undefined) {
    throw new UsageError(
      `${optionOf(first.name)}: "${first.name}" could be ${first.candidates.join(' or ')}: add the schema.`,
    );
  }
}
