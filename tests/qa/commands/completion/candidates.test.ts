import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { commands } from '../../../../src/qa/commands/index.ts';
import { recordRun } from '../../../../src/qa/state/runs.ts';
import { runLine } from '../../../support/command-line.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
import { exampleReport } from '../../../support/example-report.ts';

/** `used` holds two inspections and another run, `fresh` nothing, `broken` a configuration that is none. */
type Place = 'used' | 'fresh' | 'broken';

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'qa candidates '));
  for (const place of ['used', 'fresh', 'broken']) await mkdir(join(root, place));
  await writeFile(join(root, 'used', 'qa.config.json'), JSON.stringify({ targets: { staging: {} } }));
  await writeFile(join(root, 'broken', 'qa.config.json'), '{');
  const record = async (command: string, minute: number, ...subjects: string[]) => {
    const [, lost] = exampleReport().verdicts;
    const [finding] = lost?.findings ?? [];
    if (lost === undefined || finding === undefined) throw new Error('no example');
    const verdicts = subjects.map((subject) => ({ ...lost, findings: [{ ...finding, subject }] }));
    const startedAt = `2026-01-26T09:0${minute}:00.000Z`;
    const io = {
      environment: environment('used'),
      cwd: root,
      processes: ownProcesses,
      readStdin: async () => '',
    };
    await recordRun(exampleReport({ command, verdicts, startedAt }), { io });
  };
  await record('inspect-fk', 1, 'public.older.older_fkey');
  await record(
    'inspect-fk',
    2,
    'public.mutes.mutes_theme_id_fkey',
    'public.mutes.mutes_user_id_fkey',
    'public.mutes.mutes_user_id_fkey',
    'audit.log.log_user_id_fkey',
    'public.no_key',
    'host.public.mutes.four_parts',
    'with a.space before.it',
    'x.y.z behind it',
    'db public.mutes.key',
  );
  await record('verify-mute', 3, 'public.others.others_fkey');
});
afterAll(() => rm(root, { recursive: true }));

const environment = (place: Place) => ({ QA_STATE_DIR: join(root, `state-${place}`) });

const follow = async (place: Place, words: readonly string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await runLine(['--complete', ...words], {
    cwd: join(root, place),
    environment: environment(place),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
};

const names = commands.map(({ name }) => name);
const tables = ['public.mutes', 'audit.log'];
const keys = [
  'public.mutes.mutes_theme_id_fkey',
  'public.mutes.mutes_user_id_fkey',
  'audit.log.log_user_id_fkey',
];

it.each<[string, string[], string[]]>([
  ['nothing at all', [], [...names, '--help', '--version']],
  ['nothing yet', [''], [...names, '--help', '--version']],
  ['a dash', ['--'], ['--help', '--version']],
  ['a name', ['render'], ['render']],
  ['help', ['help', ''], names],
  ['history', ['history', ''], names],
  ['a sign behind nothing', ['='], []],
  ['a sign behind a word', ['inspect-fk', 'public', '='], []],
  ['a value behind a word and a sign', ['inspect-fk', 'public', '=', 'aud'], ['audit.log']],
  ['a value behind an option and a sign', ['inspect-fk', '--format', '=', 'sa'], ['sarif']],
  ['a sign behind an option', ['inspect-fk', '--target', '='], ['prod', 'local', 'staging']],
  ['a sign behind a short option', ['inspect-fk', '-f', '='], []],
  ['a second word behind a flag', ['inspect-fk', '--all', 'public.mutes', 'a'], ['audit.log']],
  ['a sign in a word', ['inspect-fk', '--target=st'], ['--target=staging']],
  ['a sign in a positional word', ['inspect-fk', 'x--target=st'], []],
  ['a sign behind what is no option', ['inspect-fk', '--9=st'], []],
  ['an option of another', ['inspect-fk', '--incident-x', ''], []],
  ['a word behind a flag', ['inspect-fk', '--all', ''], tables],
  ['a word behind a short flag', ['inspect-fk', '-q', ''], tables],
  ['a word behind an option with any value', ['inspect-fk', '--output', ''], []],
  ['a dash behind an option with any value', ['inspect-fk', '--output', '--f'], []],
  ['a dash behind a flag', ['inspect-fk', '--all', '--snap'], ['--snapshot']],
  ['tables, each once', ['inspect-fk', ''], tables],
  ['a table behind another', ['inspect-fk', 'public.mutes', 'a'], ['audit.log']],
  ['tables of an option', ['inspect-locks', '--table', ''], tables],
  ['tables that are led to', ['inspect-locks', '--references', 'p'], ['public.mutes']],
  ['keys, each once', ['repair-fk', ''], keys],
  ['shells', ['completion', ''], ['bash', 'zsh', 'fish']],
  ['a command that takes no word', ['render', ''], []],
  ['a command that is none', ['nonsense', ''], []],
  ['an option of a command that is none', ['nonsense', '--format', '=', ''], []],
  ['an option in a word, of a command that is none', ['nonsense', '--format=j'], []],
  ['faults', ['dev', '--fault', 'lost-m'], ['lost-mute']],
  ['an incident', ['dev', '--incident', 'profile-m'], ['profile-missing']],
  ['checks of the command alone', ['inspect-locks', '--only', 'orphan'], []],
  ['checks of another', ['inspect-fk', '--skip', 'orphan-r'], ['orphan-rows']],
])('completes %s: %j', async (_, words, expected) => {
  expect(await follow('used', words)).toEqual(expected);
});

it.each<[string[], string[]]>([
  [['inspect-fk', ''], []],
  [['repair-fk', ''], []],
  [
    ['inspect-fk', '--target', ''],
    ['prod', 'local'],
  ],
])('where nothing was recorded or written, %j is followed by %j', async (words, expected) => {
  expect(await follow('fresh', words)).toEqual(expected);
});

it.each([[['inspect-fk', '--target', '']], [['inspect-fk', '--target', '=', 'p']], [['fleet', '--target=']]])(
  'a configuration that cannot be read writes nothing into the prompt: %j',
  async (words) => expect(await follow('broken', words)).toEqual([]),
);

it('codes are completed once each: to explain all of them, to diagnose those of every command', async () => {
  const explained = await follow('used', ['explain', '']);
  expect(explained).toEqual([...new Set(explained)]);
  expect(explained).toEqual(expect.arrayContaining(['orphan-rows', 'lost-mute', 'crash-loop']));
  const diagnosed = await follow('used', ['diagnose', '--only', '']);
  expect(diagnosed).toEqual([...new Set(diagnosed)]);
  expect(diagnosed).toEqual(expect.arrayContaining(['orphan-rows', 'lost-mute']));
  expect(diagnosed).not.toContain('crash-loop');
});

it.each([
  ['--incident', /^\S+/gm],
  ['--fault', /^\S+/gm],
])('qa dev %s is followed by every name that qa dev lists, and no more', async (option, name) => {
  const { stdout } = await runLine(['dev', `--list-${option.slice(2)}s`]);
  expect(await follow('used', ['dev', option, ''])).toEqual(stdout.match(name));
});

it('an option is completed to every value that its refusal names', async () => {
  const { stderr } = await runLine(['inspect-fk', '--format', 'nonsense']);
  const [, listed = ''] = /it is one of (.*)\.\n/.exec(stderr) ?? [];
  expect(await follow('used', ['inspect-fk', '-f', ''])).toEqual(listed.split(', '));
});
