import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import yargs from 'yargs';
import { exampleOrphans } from '../../../../src/checks/foreign-keys/examples/keys.ts';
import type { OrphanCount, OrphanPlace } from '../../../../src/checks/foreign-keys/index.ts';
import { build, type Options } from '../../../../src/qa/commands/inspect-fk/options.ts';
import { keepPlaces, readPlaces } from '../../../../src/qa/commands/inspect-fk/orphan-places.ts';
import { orphanTimes } from '../../../../src/qa/commands/inspect-fk/orphan-times.ts';
import { goingOn, rememberPlaces } from '../../../../src/qa/commands/inspect-fk/resume.ts';
import { readSelection } from '../../../../src/qa/commands/inspect-fk/selection.ts';
import { ownProcesses } from '../../../support/own-processes.ts';

let directory: string;
beforeEach(async () => void (directory = await mkdtemp(join(tmpdir(), 'qa resume '))));
afterEach(() => rm(directory, { recursive: true, force: true }));

const optionsOf = async (line: readonly string[]): Promise<Options> => {
  let given: Options | undefined;
  await yargs()
    .command('$0 [table..]', '', build, (options) => void (given = options))
    .parseAsync([...line]);
  if (given === undefined) throw new Error('not read');
  return given;
};

it.each<[string[], string]>([
  [['--orphans'], 'qa inspect-fk --orphans --resume'],
  [['users', 'a b', '--orphans=sample'], "qa inspect-fk users 'a b' --orphans --resume"],
  [['users', '--orphans', 'mutes'], 'qa inspect-fk users mutes --orphans --resume'],
  [['--all', '--orphans'], 'qa inspect-fk --all --orphans --resume'],
  [
    ['--schema', 'a', '--schema', 'b c', '--exclude-schema', 'd', '--exclude-schema', '*e', '--orphans'],
    "qa inspect-fk --schema a --schema 'b c' --exclude-schema d --exclude-schema '*e' --orphans --resume",
  ],
])('%j goes on with the same tables', async (line, expected) => {
  const options = await optionsOf(line);
  expect(goingOn(options, { flags: [], databaseFlag: null })).toBe(expected);
  expect(goingOn(options, { flags: ['--target local'], databaseFlag: 'postgresql://u@h/d' })).toBe(
    `QA_DATABASE_URL=postgresql://u@h/d ${expected} --target local`,
  );
});

it.each<[string[], ReturnType<typeof readSelection>]>([
  [[], { selection: { kind: 'default', without: [] }, orphans: null }],
  [['--orphans'], { selection: { kind: 'default', without: [] }, orphans: { mode: 'exact' } }],
  [['--orphans=exact'], { selection: { kind: 'default', without: [] }, orphans: { mode: 'exact' } }],
  [['--all', '--orphans=chunks'], { selection: { kind: 'all', without: [] }, orphans: { mode: 'chunks' } }],
  [
    ['a', '--orphans=sample', '--exclude-schema', 'c'],
    { selection: { kind: 'some', tables: ['a'], schemas: [], without: ['c'] }, orphans: { mode: 'sample' } },
  ],
  [
    ['--schema', 's', '--orphans', 'b'],
    {
      selection: { kind: 'some', tables: ['b'], schemas: ['s'], without: [] },
      orphans: { mode: 'exact' },
    },
  ],
])('%j says what to look at, and how to count', async (line, expected) => {
  expect(readSelection(await optionsOf(line))).toEqual(expected);
});

it.each([
  // A tenth of the run is left to tell what was counted.
  [100_000, 40_000, { maxDurationMs: 36_000, oneStatementMs: 18_000 }],
  [100_000, 600_000, { maxDurationMs: 100_000, oneStatementMs: 50_000 }],
  [300_000, 600_000, { maxDurationMs: 300_000, oneStatementMs: 60_000 }],
])('of --max-duration %i ms in a run of %i ms', (maxDuration, deadline, times) => {
  expect(orphanTimes({ maxDuration, deadline })).toEqual({ ...times, chunkRows: 1_000_000 });
});

const place: OrphanPlace = { behind: ['50'], rowsSeen: 50, orphans: 7, since: '2026-01-01T00:00:00.000Z' };
const count = (query: string | null, changes: Partial<OrphanCount>): OrphanCount => {
  const [made] = exampleOrphans([{ complete: false, place: null, query, ...changes }]).counts;
  if (made === undefined) throw new Error('no example');
  return made;
};

it.each<[string, readonly OrphanCount[], string[]]>([
  ['what was not counted now stays', [], ['earlier']],
  ['what stopped is kept beside it', [count('now', { place })], ['earlier', 'now']],
  ['what was counted whole is forgotten', [count('earlier', { complete: true })], []],
  ['what neither stopped nor ended stays', [count('earlier', { complete: false })], ['earlier']],
  ['what could not be asked changes nothing', [count(null, { complete: true, place })], ['earlier']],
])('places: %s', async (_, counts, queries) => {
  const before = await keepPlaces(directory, 'h/d', new Map(), [count('earlier', { place })]);
  const kept = await keepPlaces(directory, 'h/d', before, counts);
  expect([...kept.keys()]).toEqual(queries);
  expect(await readPlaces(directory, 'h/d')).toEqual(kept);
  expect(await readdir(directory)).toHaveLength(queries.length === 0 ? 0 : 1);
  expect(await readPlaces(directory, 'h/other')).toEqual(new Map());
});

it('a file of places that cannot be read holds none, and one that was not there is not removed', async () => {
  await keepPlaces(directory, 'h/d', new Map(), [count('earlier', { place })]);
  const [file = ''] = await readdir(directory);
  const text = await readFile(join(directory, file), 'utf8');
  for (const broken of ['{', '{"schema":2,"database":"h/d","places":[]}', text.replace('50', '')]) {
    await writeFile(join(directory, file), broken);
    expect((await readPlaces(directory, 'h/d')).size).toBe(broken.startsWith('{"schema":1') ? 1 : 0);
  }
  // Another run's file, which came meanwhile, is not ours to remove.
  await keepPlaces(directory, 'h/d', new Map(), []);
  expect(await readdir(directory)).toEqual([file]);
});

it.each<[string, readonly OrphanCount[] | null, string, RegExp[]]>([
  ['no count', null, '.', []],
  ['a count that ended', [count('a', { complete: true })], '.', []],
  [
    'a count that stopped, beside one that ended',
    [count('a', { complete: true }), count('b', { place })],
    '.',
    [/^To go on where counting stopped: qa inspect-fk child --orphans --resume --target local$/],
  ],
  [
    'a count that stopped, and nowhere to keep it',
    [count('a', { place })],
    'file',
    [/^Where counting stopped cannot be kept, so another run begins at the start: E\w+.*\.$/],
  ],
])('%s: what is said of going on', async (_, counts, state, says) => {
  await writeFile(join(directory, 'file'), '');
  const said: string[] = [];
  await rememberPlaces(
    { evidence: counts === null ? {} : { orphans: { counts } }, verdicts: [], credentialsRefused: false },
    {
      places: new Map(),
      database: 'h/d',
      options: await optionsOf(['child', '--orphans']),
      target: { flags: ['--target local'], databaseFlag: null },
      app: {
        io: {
          environment: { QA_STATE_DIR: join(directory, state) },
          cwd: directory,
          processes: ownProcesses,
          readStdin: async () => '',
        },
        say: (line) => void said.push(line),
      },
    },
  );
  expect(said).toEqual(says.map((line) => expect.stringMatching(line)));
});
