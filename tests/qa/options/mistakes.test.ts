import { expect, it } from 'vitest';
import { commands } from '../../../src/qa/commands/index.ts';
import { examples } from '../../../src/qa/help/examples.ts';
import { runLine } from '../../support/command-line.ts';

const nowhere = ['--database-url', 'postgresql://u@127.0.0.1:1/x'];

it.each<[string, string[], string]>([
  ['a command', ['verify-mutes', '--format', 'json'], 'Did you mean "verify-mute"?'],
  ['an option', ['inspect-fk', '--formatt', 'json'], '--formatt is not an option of qa inspect-fk;'],
  ['the option that is near', ['inspect-fk', '--formatt', 'json'], 'Did you mean "--format"?'],
  ['a short option', ['inspect-fk', '-x'], '-x is not an option of qa inspect-fk;'],
  ['a format', ['inspect-fk', '-f', 'jsn'], '--format jsn is not known'],
  ['a choice', ['inspect-fk', '--fail-on', 'eror'], '--fail-on eror is not known: it is one of error,'],
  ['the choice that is near', ['inspect-fk', '--fail-on', 'eror'], 'Did you mean "error"?'],
  ['a code', ['inspect-fk', '--only', 'orphan-row', ...nowhere], 'Did you mean "orphan-rows"?'],
  ['a code to explain', ['explain', 'orphan-row'], 'Did you mean "orphan-rows"?'],
  [
    'an incident',
    ['dev', '--incident', 'foreign-key-wrong-targt'],
    'Did you mean "foreign-key-wrong-target"?',
  ],
  [
    'a fault',
    ['dev', '--fault', 'lost-mut'],
    '--fault: there is no fault "lost-mut". Did you mean "lost-mute"?',
  ],
  ['an incident, with its option', ['dev', '--incident', 'nothing-of-ours'], '--incident: there is no'],
  ['a shell', ['completion', 'bsh'], 'Did you mean "bash"?'],
  ['a way to emit', ['repair-fk', 'a', '--emit=alembi'], 'Did you mean "alembic"?'],
  ['a kind of change', ['inspect-locks', '--for-ddl', 'add-colum'], '--for-ddl add-colum is not known'],
  ['the option of a target', ['inspect-fk', '--target', 'nowhere'], '--target'],
  ['a target', ['inspect-fk', '--target', 'locl'], 'Did you mean "local"?'],
  ['a duration', ['inspect-fk', '--timeout', 'soon'], '--timeout: "soon" is not a duration'],
  ['a missing value', ['inspect-fk', '--target'], '--target needs a value behind it;'],
  ['a missing value of a short option', ['inspect-fk', '-o'], '-o needs a value behind it;'],
  [
    'a file of a token, twice',
    ['verify-mute', '--token-file', 'a', '--token-file', 'b'],
    'was given 2 times',
  ],
  ['a theme, twice', ['verify-mute', '--theme', 'a', '--theme', 'b'], '--theme was given 2 times; give'],
  ['a log, twice', ['verify-railway', '--log', 'a', '--log', 'b'], '--log was given 2 times; give it once.'],
  ['a kind of change, twice', ['inspect-locks', '--for-ddl', 'rename', '--for-ddl', 'rename'], '2 times'],
  ['a count, twice', ['repair-fk', 'a', '--tries', '1', '--tries', '2'], '--tries was given 2 times'],
  ['a duration that is missing', ['inspect-fk', '--max-duration'], '--max-duration needs a value'],
  ['a count that is none', ['history', '--last', 'x'], '--last takes a whole number from 1 on.'],
  ['a count below 1', ['history', '--last', '0'], '--last takes a whole number from 1 on.'],
  ['an empty command', [''], '"" is neither a command nor an option here;'],
  ['a blank command', [' \n'], '" \\n" is neither a command nor an option here;'],
  ['a dash alone', ['-'], 'A command comes first'],
  ['two dashes alone', ['--', 'inspect-fk'], 'A command comes first'],
  ['an option without a command', ['-f', 'json'], '-f needs a command, as in qa COMMAND -f;'],
  ['a flag without a command', ['--quiet'], '--quiet needs a command'],
  ['help of nothing', ['help', 'inspectfk'], 'Did you mean "inspect-fk"?'],
  ['a part of a command', ['railway'], 'Did you mean "verify-railway"?'],
  ['a part of several', ['fk'], 'Did you mean "inspect-fk" or "repair-fk"?'],
  [
    'a beginning of several',
    ['inspect'],
    'Did you mean "inspect-fk", "inspect-sessions", "inspect-migrations" or "inspect-locks"?',
  ],
  ['the beginning of an option', ['dev', '--list'], 'Did you mean "--list-incidents" or "--list-faults"?'],
  ['an empty format', ['inspect-fk', '-f', ''], '--format "" is not known'],
  ['an empty choice', ['completion', ''], '--shell "" is not known'],
  ['an empty file', ['inspect-fk', '-o', ''], '--output is empty: give it a value, or leave it out.'],
  ['an empty target', ['inspect-fk', '--target', ''], '--target is empty'],
  ['an empty report', ['render', ''], 'A report without a name cannot be read'],
  ['a word too many', ['checks', 'foo'], 'qa checks does not know what to do with "foo"'],
  ['a missing word', ['explain'], 'Something is missing: qa explain <code>.'],
])('of %s is told in one sentence, with what would be right', async (_, argv, said) => {
  const { code, stdout, stderr } = await runLine(argv);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(said);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

it('the short forms are the long ones', async () => {
  const [short, long] = await Promise.all([runLine(['-h']), runLine(['--help'])]);
  expect(short.stdout).toBe(long.stdout);
  expect((await runLine(['-V'])).stdout).toBe((await runLine(['--version'])).stdout);
  const [help, word] = await Promise.all([runLine(['dev', '--help']), runLine(['help', 'dev'])]);
  expect(word).toEqual(help);
  expect(await runLine(['dev', '-hv'])).toEqual(help);
  expect(await runLine(['version'])).toEqual(await runLine(['--version']));
  const { stdout } = await runLine(['inspect-fk', ...nowhere, '-q', '-v', '-f', 'tap']);
  expect(stdout).toMatch(/^TAP version 13\n/);
});

it.each([
  [['inspect-fk', ...nowhere, '-ftap']],
  [['inspect-fk', ...nowhere, '-qvftap']],
  [['inspect-fk', ...nowhere, '-f=tap']],
  [['-q', 'inspect-fk', ...nowhere, '--format=tap']],
  [['--format', 'tap', '-v', 'inspect-fk', ...nowhere]],
])('%j is read as it is meant', async (argv) => {
  expect((await runLine(argv)).stdout).toMatch(/^TAP version 13\n/);
});

it.each(commands.map(({ name }) => name))('the help of %s has how it speaks', async (name) => {
  const { stdout } = await runLine([name, '--help']);
  for (const option of ['-q, --quiet', '-v, --verbose', '--color', '--no-color', '--ascii'])
    expect(stdout).toContain(option);
});

it.each(commands.map(({ name }) => name))(
  'the help of %s ends with three examples that can be read',
  async (name) => {
    const { code, stdout } = await runLine([name, '--help']);
    expect(code).toBe(0);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
    expect(examples[name]).toHaveLength(3);
    for (const [line] of examples[name] ?? []) expect(stdout).toContain(`\n  ${line}\n`);
  },
);

it('the help of a command is grouped, and names the environment', async () => {
  const { stdout } = await runLine(['inspect-fk', '--help']);
  const headings = [...stdout.matchAll(/^([A-Z][\w ]+:)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual([
    'Positionals:',
    'What to look at:',
    'How to judge:',
    'Output:',
    'Connection:',
    'Examples:',
    'Environment:',
  ]);
  expect(stdout).toContain('QA_DATABASE_URL');
});
