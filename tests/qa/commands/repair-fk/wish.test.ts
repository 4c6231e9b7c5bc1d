import { expect, it } from 'vitest';
import yargs, { type ArgumentsCamelCase } from 'yargs';
import { exampleRepair } from '../../../../src/checks/repair/examples/repair.ts';
import type { Repair } from '../../../../src/checks/repair/index.ts';
import { UsageError } from '../../../../src/qa/command.ts';
import { cleanupOf } from '../../../../src/qa/commands/repair-fk/cleanup.ts';
import {
  askFor,
  requireNamedTarget,
  requireSomebodyToAsk,
} from '../../../../src/qa/commands/repair-fk/consent.ts';
import { requireOneKey } from '../../../../src/qa/commands/repair-fk/one-key.ts';
import { build, refuseContradictions, type Options } from '../../../../src/qa/commands/repair-fk/options.ts';
import { flagsOf, wishOf } from '../../../../src/qa/commands/repair-fk/wish.ts';

async function optionsOf(...line: string[]): Promise<ArgumentsCamelCase<Options>> {
  let given: ArgumentsCamelCase<Options> | undefined;
  await yargs()
    .command('$0 <constraint>', '', build, (options) => void (given = options))
    .fail((message, error) => {
      throw error ?? new Error(message);
    })
    .parseAsync(line);
  if (given === undefined) throw new Error('not read');
  return given;
}
const messageOf = async (work: () => unknown): Promise<string | null> => {
  try {
    await work();
    return null;
  } catch (error) {
    // What an option's own parser throws comes back from yargs under another name.
    if (error instanceof UsageError || (error instanceof Error && error.name === 'YError'))
      return error.message;
    throw error;
  }
};

it.each<[string[], string | null]>([
  [['a'], null],
  [['s.t.a', '--apply', '--yes', '--lock-timeout', '10ms'], null],
  [['a', '--emit=alembic', '--revises', 'base', '--lock-timeout', '1s', '--tries', '1'], null],
  [['a', '--emit', '--stamp', 'r', '--leave-not-valid'], null],
  [[`t."${'é'.repeat(31)}x"`], null],
  [
    [`t.${'é'.repeat(32)}`],
    `The name ${'é'.repeat(32)} has 64 bytes: PostgreSQL has no longer ones than 63 and would cut it; give ` +
      'the name as the database has it.',
  ],
  [[`t."${'x'.repeat(63)}"`], null],
  [
    [`${'x'.repeat(31)}"${'x'.repeat(32)}`],
    `The name ${'x'.repeat(31)}"${'x'.repeat(32)} has 64 bytes: PostgreSQL has no longer ones than 63 and ` +
      'would cut it; give the name as the database has it.',
  ],
  [['a', '--apply', '--emit'], '--apply repairs, and --emit only prints: give one of them.'],
  [['a', '--yes'], '--yes answers what --apply asks: give both, or neither.'],
  [
    ['a', '--leave-not-valid', '--quarantine-orphans'],
    '--leave-not-valid leaves the rows that --quarantine-orphans moves: give one of them.',
  ],
  [
    ['a', '--stamp', 'r', '--emit=alembic'],
    'Alembic stamps the revision that it runs itself: give --stamp or --emit=alembic.',
  ],
  [['a', '--revises', 'r'], '--revises is for a revision: give --emit=alembic too.'],
  [['a', '--revises', 'r', '--emit=sql'], '--revises is for a revision: give --emit=alembic too.'],
  [['a', '--lock-timeout', '9ms'], '--lock-timeout is how long everybody may be held up: give 10ms to 1s.'],
  [
    ['a', '--lock-timeout', '1001ms'],
    '--lock-timeout is how long everybody may be held up: give 10ms to 1s.',
  ],
  [['a', '--tries', '0'], '--tries takes a whole number from 1 on.'],
  [['a', '--tries', '1.5'], '--tries takes a whole number from 1 on.'],
  [
    ['a', '--emit=sq'],
    '--emit sq is not known: it is --emit, --emit=sql or --emit=alembic. Did you mean "sql"?',
  ],
  [
    ['a', '--emit=alembi'],
    '--emit alembi is not known: it is --emit, --emit=sql or --emit=alembic. Did you mean "alembic"?',
  ],
  [['a', '--emit=xyzzy'], '--emit xyzzy is not known: it is --emit, --emit=sql or --emit=alembic.'],
  [['a', '--references', 't ()'], '--references t () is not a target: write "table (column)".'],
  [['a', '--references', 't (a'], '--references t (a is not a target: write "table (column)".'],
  [['a', '--references', 't a)'], '--references t a) is not a target: write "table (column)".'],
  [['a', '--references', 't (a, )'], '--references t (a, ) is not a target: write "table (column)".'],
  [['a', '--references', '(a)'], '--references (a) is not a target: write "table (column)".'],
  [['a', '--references', 't (a) x'], '--references t (a) x is not a target: write "table (column)".'],
  [
    ['a', '--on-delete', 'set'],
    '--on-delete set is not an action: give no action, restrict, cascade, set null or set default.',
  ],
])('%j contradicts itself, or does not', async (line, message) => {
  expect(await messageOf(async () => refuseContradictions(await optionsOf(...line)))).toBe(message);
});

const usual = {
  limits: { statementTimeoutMs: 10_000, lockTimeoutMs: 500 },
  constraint: 'a',
  apply: false,
  leaveNotValid: false,
  quarantine: false,
  change: null,
  stamp: null,
  orphans: {
    mode: 'exact',
    maxDurationMs: 300_000,
    oneStatementMs: 60_000,
    chunkRows: 1_000_000,
    samples: 5,
  },
  steps: { lockTimeoutMs: 20, alterTimeoutMs: 5_000, longLockMs: null, validateTimeoutMs: 1_800_000 },
  tries: { most: 30, patienceMs: 300_000, firstPauseMs: 200, longestPauseMs: 10_000 },
};

it.each<[string[], object, string[]]>([
  [[], {}, []],
  [
    ['--apply', '--timeout', '1s'],
    { apply: true, limits: { statementTimeoutMs: 1_000, lockTimeoutMs: 500 } },
    [],
  ],
  [['--leave-not-valid'], { leaveNotValid: true }, ['--leave-not-valid']],
  [['--quarantine-orphans'], { quarantine: true }, ['--quarantine-orphans']],
  [
    ['--references', ' s.t ( "A", b ) '],
    { change: { references: { table: 's.t', columns: ['A', 'b'] }, onDelete: null } },
    [`--references 's.t ("A", b)'`],
  ],
  [
    ['--references', 'my table(a)'],
    { change: { references: { table: 'my table', columns: ['a'] }, onDelete: null } },
    ["--references 'my table (a)'"],
  ],
  [
    ['--references', 't\t(a)', '--on-delete', 'cascade'],
    { change: { references: { table: 't', columns: ['a'] }, onDelete: 'cascade' } },
    ["--references 't (a)'", '--on-delete cascade'],
  ],
  [['--max-duration', '2m'], { orphans: { ...usual.orphans, maxDurationMs: 120_000 } }, []],
  [
    ['--on-delete', 'SET NULL'],
    { change: { references: null, onDelete: 'set null' } },
    ["--on-delete 'set null'"],
  ],
  [['--stamp', 'r 1'], { stamp: 'r 1' }, ["--stamp 'r 1'"]],
  [['--long-lock', '2s'], { steps: { ...usual.steps, longLockMs: 2_000 } }, ['--long-lock 2000ms']],
  [
    ['--lock-timeout', '50ms', '--validate-timeout', '1h'],
    { steps: { ...usual.steps, lockTimeoutMs: 50, validateTimeoutMs: 3_600_000 } },
    [],
  ],
  [
    ['--max-duration', '1m', '--hide-samples'],
    { orphans: { ...usual.orphans, maxDurationMs: 60_000, oneStatementMs: 30_000, samples: 0 } },
    [],
  ],
  [['--tries', '3', '--patience', '1s'], { tries: { ...usual.tries, most: 3, patienceMs: 1_000 } }, []],
])('%j: what is asked of the repair, and of one that goes on', async (line, changes, flags) => {
  const options = await optionsOf('a', ...line);
  expect(wishOf(options)).toEqual({ ...usual, ...changes });
  expect(flagsOf(options).filter((each) => each !== false)).toEqual(flags);
});

it.each([
  [[], undefined],
  [['--emit'], 'sql'],
  [['--emit='], 'sql'],
  [['--emit=sql'], 'sql'],
  [['--emit=alembic'], 'alembic'],
])('%j: what is printed', async (line, format) => {
  expect((await optionsOf('a', ...line)).emit).toBe(format);
});

const io = (environment: Record<string, string> = {}) => ({
  environment,
  cwd: '/',
  processes: { own: 1, isRunning: () => false },
  readStdin: async () => '',
});
const refused =
  '--apply writes, and no target was named: write --target prod if that is meant, or give --database-url.';

it.each<[string, string[], Record<string, string>, string, object, string | null]>([
  ['nobody', [], {}, 'prod', {}, refused],
  ['nobody, by variables that are empty', [], { QA_TARGET: '', QA_DATABASE_URL: '' }, 'prod', {}, refused],
  ['a variable of everybody', [], { DATABASE_URL: 'x' }, 'prod', {}, refused],
  ['the flag', ['--target', 'prod'], {}, 'prod', {}, null],
  ['the URL', ['--database-url', 'x'], {}, 'prod', {}, null],
  ['QA_TARGET', [], { QA_TARGET: 'prod' }, 'prod', {}, null],
  ['QA_DATABASE_URL', [], { QA_DATABASE_URL: 'x' }, 'prod', {}, null],
  ['the configuration', [], {}, 'prod', { target: 'prod' }, null],
  ['nobody, and it is another', [], {}, 'local', {}, null],
])(
  'a target that %s names may be written to, or not',
  async (_, line, environment, name, config, message) => {
    const options = await optionsOf('a', ...line);
    const said = await messageOf(() => requireNamedTarget(options, { name, config }, io(environment)));
    expect(said).toBe(message);
  },
);

const answering = (answer: string) => {
  const questions: string[] = [];
  const ask = async (question: string): Promise<string> => (questions.push(question), answer);
  const never = new AbortController().signal;
  return {
    questions,
    never,
    app: { io: { ...io(), ask }, interruption: { signal: never, giveUp: never, exitCode: () => null } },
  };
};

it('nobody who could be asked is needed behind --yes', async () => {
  const nobody =
    '--apply changes h/d, and nobody can be asked here: look at the plan without --apply, then add --yes.';
  expect(await messageOf(() => requireSomebodyToAsk(false, io(), 'h/d'))).toBe(nobody);
  expect(await messageOf(() => requireSomebodyToAsk(true, io(), 'h/d'))).toBeNull();
  expect(await messageOf(() => requireSomebodyToAsk(false, answering('').app.io, 'h/d'))).toBeNull();
});

it.each<[string, string | null]>([
  ['name', null],
  [' name ', null],
  ['h:5432/name', `"h:5432/name" is not the database's name, name: nothing was changed.`],
  ['', `"" is not the database's name, name: nothing was changed.`],
])('the answer %j to the question for its name', async (answer, message) => {
  const { app, never, questions } = answering(answer);
  expect(await messageOf(() => askFor('h:5432/name', app, never))).toBe(message);
  expect(questions).toEqual(['To change h:5432/name, type its name (name): ']);
});

it('the name of a database ends what it is reached by', async () => {
  for (const label of ['name', 'h/name', '/var/run/a b:5432/name', 'two\nlines/name']) {
    const { app, never, questions } = answering('name');
    expect(await messageOf(() => askFor(label, app, never))).toBeNull();
    expect(questions).toEqual([`To change ${label}, type its name (name): `]);
  }
});

it.each<[string, Pick<Repair, 'subject' | 'candidates' | 'known'>, string | null]>([
  ['is one key', { subject: 's.t.a', candidates: [], known: [] }, null],
  [
    'could be several',
    { subject: null, candidates: ['s.t.a', 's.u.a'], known: [] },
    '"a" could be s.t.a or s.u.a: write the table, and the schema, before it.',
  ],
  [
    'is none',
    { subject: null, candidates: [], known: [] },
    'There is no foreign key "a" in this database, and none is expected by that name; qa inspect-fk --all ' +
      'shows what there is.',
  ],
  [
    'is one, though others are like it',
    { subject: 's.t.a', candidates: ['s.t.a', 's.u.a'], known: ['b'] },
    null,
  ],
  [
    'is nearly one',
    { subject: null, candidates: [], known: ['b', 'far_away'] },
    'There is no foreign key "a" in this database, and none is expected by that name; qa inspect-fk --all ' +
      'shows what there is. Did you mean "b"?',
  ],
])('a name that %s', async (_, seen, message) => {
  expect(await messageOf(() => requireOneKey(seen, 'a'))).toBe(message);
});

const done: Repair['attempts'][number] = {
  step: 'swap',
  kind: 'alter',
  locks: '',
  outcome: 'done',
  durationMs: 1,
  holders: [],
  error: null,
};
const failed = { ...done, outcome: 'failed' } as const;
const unfinished = {
  status: 'incomplete',
  undo: [
    'QA_DATABASE_URL=postgresql://u@h/d qa repair-fk ' +
      'public.user_personalization.user_personalization_user_id_fkey --apply --expect f',
  ],
};
const nothing = { status: 'not-needed', undo: [] };

it.each<[string, Partial<Repair> | null, object]>([
  ['nothing was seen', null, nothing],
  ['it was only looked at', { applied: false, after: 'missing', attempts: [] }, nothing],
  ['no key was found', { applied: true, subject: null, after: 'unknown' }, nothing],
  ['it was right', { applied: true }, nothing],
  ['it is right now', { applied: true, attempts: [failed, done] }, { status: 'complete', undo: [] }],
  ['it could not be begun', { applied: true, after: 'missing', attempts: [failed] }, nothing],
  ['it was begun, and not ended', { applied: true, after: 'missing', attempts: [done, failed] }, unfinished],
  ['it is NOT VALID', { applied: true, after: 'not-valid', attempts: [done] }, unfinished],
  [
    'it is NOT VALID, and was to be',
    { applied: true, after: 'not-valid', attempts: [done], leaveNotValid: true },
    { status: 'complete', undo: [] },
  ],
  [
    'it was to be NOT VALID, and is missing',
    { applied: true, after: 'missing', attempts: [done], leaveNotValid: true },
    unfinished,
  ],
  ['nobody could look afterwards', { applied: true, after: 'unknown', attempts: [failed] }, unfinished],
])('what is left behind, where %s', (_, changes, cleanup) => {
  const seen = changes === null ? null : exampleRepair(changes).repair;
  expect(cleanupOf(seen, { flags: ['--expect f'], databaseFlag: 'postgresql://u@h/d' })).toEqual(cleanup);
});
