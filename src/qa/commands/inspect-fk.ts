import type { Argv } from 'yargs';
import {
  describeError,
  examine,
  foreignKeyChecks,
  keys,
  observed,
  openDatabase,
  orphans as orphanCounts,
  readTable,
  shellWord,
  snapshot,
  type Examination,
  type ForeignKeyContext,
  type Selection,
} from '../../checks/index.ts';
import { readBaseline, silence, writeBaseline } from '../baseline.ts';
import { UsageError, type App, type Command } from '../command.ts';
import { alsoFlagged, readAddress, readExpected, runDeadline } from '../foreign-key-run.ts';
import { parseDuration, single, withDatabaseOptions, withRunOptions, withTargetOptions } from '../options.ts';
import { keepPlaces, readPlaces, type OrphanPlaces } from '../orphan-places.ts';
import { reportOf } from '../report-of.ts';
import { selectChecks } from '../select-checks.ts';
import { stateDirectory } from '../state-directory.ts';
import { resolveTarget, type Target } from '../target.ts';

const asGiven = (given: string): string => given;
/** Of an option that has a default, and so is never absent. */
const duration = (name: string) => single(name, parseDuration) as (given: string) => number;

const build = (yargs: Argv) =>
  withRunOptions(withDatabaseOptions(withTargetOptions(yargs)), { deadline: '10m' })
    .positional('table', { type: 'string', array: true, describe: 'Tables: name, schema.name, or a pattern with *' })
    .option('schema', { type: 'string', array: true, requiresArg: true, describe: 'All tables of this schema; may repeat' })
    .option('all', { type: 'boolean', default: false, describe: "All user tables, in the product's database too" })
    .option('orphans', {
      type: 'string',
      coerce: single('orphans', asGiven),
      describe: 'Count rows without a parent; --orphans=chunks holds no snapshot longer than a chunk, --orphans=sample looks at a part of large tables',
    })
    .option('max-duration', { type: 'string', default: '5m', coerce: duration('max-duration'), describe: 'With --orphans: time for all keys together' })
    .option('resume', { type: 'boolean', default: false, describe: 'With --orphans: go on where earlier counts of this database stopped' })
    .option('hide-samples', { type: 'boolean', default: false, describe: 'With --orphans: no values of rows in the report' })
    .option('expect', {
      type: 'string',
      requiresArg: true,
      coerce: single('expect', asGiven),
      describe: 'JSON file of expected keys, or of an earlier --snapshot',
    })
    .option('snapshot', {
      type: 'boolean',
      default: false,
      describe: 'Print the keys as expectations for --expect, and judge nothing; of --all it is complete: a new key is then told too',
    })
    .option('baseline', {
      type: 'string',
      requiresArg: true,
      coerce: single('baseline', asGiven),
      describe: 'Be silent about the findings in this file until they change',
    })
    .option('write-baseline', { type: 'string', requiresArg: true, coerce: single('write-baseline', asGiven), describe: 'Write what is found into this file' })
    .option('timeout', { type: 'string', default: '10s', coerce: duration('timeout'), describe: 'Time to connect, and for a catalog query' });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/** Inspects the foreign keys of a live database: reads only, in transactions that are proven read-only. */
export const command: Command<Options> = {
  build,
  run: async (options, app) => {
    const startedAt = new Date();
    const target = alsoFlagged(await resolveTarget(options, app), options.expect);
    const checks = selectChecks(foreignKeyChecks, options);
    const { selection, orphans } = readSelection(options);
    if (options.resume && orphans === null) throw new UsageError('--resume goes on with counting rows without a parent: give --orphans too.');
    const expectations = await readExpected(options.expect, app, target);
    const baseline = options.baseline === undefined ? null : await readBaseline(options.baseline, app.io.cwd);
    const address = await readAddress(target, app);

    const { signal, ends } = runDeadline(options.deadline, app);
    const database = openDatabase({ address, applicationName: 'facteur-qa inspect-fk', connectTimeoutMs: options.timeout, signal });
    const places: OrphanPlaces = orphans === null ? new Map() : await readPlaces(stateDirectory(app.io), database.label);
    if (options.resume && places.size === 0) app.say(`No count of ${database.label} stopped part way: counting begins at the start.`);
    const context: ForeignKeyContext = {
      signal,
      progress: app.progress,
      database,
      limits: { statementTimeoutMs: options.timeout, lockTimeoutMs: Math.min(options.timeout, 500) },
      selection,
      expectations,
      orphans: orphans === null ? null : { ...orphans, ...orphanTimes(options), samples: options.hideSamples ? 0 : 5 },
      ...(options.resume && { resumed: places }),
    };
    try {
      const judged = options.snapshot ? foreignKeyChecks.filter(({ code }) => code === 'missing-foreign-key') : checks;
      const examination = await examine({ checks: judged, always: [keys], context });
      requireTables(examination);
      if (options.snapshot) return takeSnapshot(examination, selection, app);
      if (options.verbose) sayLeftOut(examination, app);
      if (orphans !== null) await rememberPlaces(examination, { places, database: database.label, options, target, app });
      if (options.writeBaseline !== undefined) await writeBaseline(options.writeBaseline, app.io.cwd, examination.verdicts);
      const { verdicts, silenced } = baseline === null ? { verdicts: examination.verdicts, silenced: 0 } : silence(examination.verdicts, baseline);
      if (silenced > 0) app.say(`${silenced} known ${silenced === 1 ? 'finding is' : 'findings are'} in the baseline ${options.baseline} and not told.`);
      return { report: reportOf({ command: 'inspect-fk', app, target, startedAt, examination: { ...examination, verdicts }, failOn: options.failOn }) };
    } finally {
      ends();
      await database.close();
    }
  },
};

const modes = ['exact', 'chunks', 'sample'] as const;

/** `--orphans users` counts and names a table: the option takes its value with "=" only. */
function namedTables({ orphans, table = [] }: Options): readonly string[] {
  const isMode = orphans === undefined || ['', ...modes].includes(orphans);
  return isMode ? table : [...table, orphans];
}

/** What to look at. */
function readSelection(options: Options): {
  readonly selection: Selection;
  readonly orphans: { readonly mode: (typeof modes)[number] } | null;
} {
  const { orphans, all } = options;
  const tables = namedTables(options);
  const schemas = options.schema ?? [];
  for (const table of tables) {
    if (readTable(table) === null) throw new UsageError(`"${table}" is no table name: write it as table, schema.table, or with quotes as SQL does.`);
  }
  if (all && tables.length + schemas.length > 0) throw new UsageError('--all inspects every user table: leave out --schema and the tables, or --all.');
  return {
    selection: all ? { kind: 'all' } : tables.length + schemas.length > 0 ? { kind: 'some', tables, schemas } : { kind: 'default' },
    orphans: orphans === undefined ? null : { mode: modes.find((mode) => mode === orphans) ?? 'exact' },
  };
}

/** Counting ends before the run does, so that what was counted until then is still told. */
function orphanTimes({ maxDuration, deadline: whole }: { readonly maxDuration: number; readonly deadline: number }) {
  const maxDurationMs = Math.min(maxDuration, whole * 0.9);
  return { maxDurationMs, oneStatementMs: Math.min(60_000, maxDurationMs / 2), chunkRows: 1_000_000 };
}

/** Throws {@link UsageError} for a table argument that names no table: nothing was judged that the user asked for. */
function requireTables(examination: Examination): void {
  const { unmatched = [], notInspected = [] } = observed(examination, keys) ?? {};
  const [left] = notInspected;
  if (unmatched.length > 0) {
    const names = unmatched.map((name) => `"${name}"`).join(', ');
    throw new UsageError(`There is no table or schema ${names} in this database: name another, a pattern with *, or --schema; names are as SQL reads them.`);
  }
  if (left !== undefined) throw new UsageError(`"${left.table}" is never inspected: it is ${left.reason}. An expected key on it is judged: see --expect.`);
}

/** Keeps where counts stopped, and says how to go on from there. */
async function rememberPlaces(
  examination: Examination,
  {
    places,
    database,
    options,
    target,
    app,
  }: {
    readonly places: OrphanPlaces;
    readonly database: string;
    readonly options: Options;
    readonly target: Target;
    readonly app: App;
  },
): Promise<void> {
  const { counts } = observed(examination, orphanCounts) ?? { counts: [] };
  try {
    await keepPlaces(stateDirectory(app.io), database, places, counts);
  } catch (error) {
    app.say(`Where counting stopped cannot be kept, so another run begins at the start: ${describeError(error)}.`);
    return;
  }
  if (!counts.some(({ place }) => place !== null)) return;
  const tables = namedTables(options);
  const words = [
    ...tables.map(shellWord),
    ...(options.schema ?? []).map((name) => `--schema ${shellWord(name)}`),
    ...(options.all ? ['--all'] : []),
    '--orphans',
    '--resume',
  ];
  app.say(`To go on where counting stopped: ${['qa inspect-fk', ...words, ...target.flags].join(' ')}`);
}

function takeSnapshot(examination: Examination, selection: Selection, app: App) {
  const seen = observed(examination, keys);
  if (seen !== null) return { text: `${JSON.stringify(snapshot(seen, selection), null, 2)}\n`, exitCode: 0 };
  const { verdicts, credentialsRefused } = examination;
  throw new UsageError(
    `No snapshot was taken: ${verdicts[0]?.reason ?? 'the keys could not be read'}.`,
    app.interruption.exitCode() ?? (credentialsRefused ? 4 : 3),
  );
}

function sayLeftOut(examination: Examination, app: App): void {
  for (const { schema, table, reason } of observed(examination, keys)?.leftOut ?? []) app.say(`Left out: ${schema}.${table} (${reason}).`);
}
