import { expect, it } from 'vitest';
import yargs, { type Argv } from 'yargs';
import { choicesOf, describeHelp, isFlag, optionNames } from '../../../src/qa/help/describe.ts';
import { environmentHelp, groupOptions } from '../../../src/qa/help/groups.ts';

const build = (yargs: Argv) =>
  yargs.options({
    target: { type: 'string', describe: 'Which one; --not-one is none' },
    'fail-on': { type: 'string', alias: 'x', choices: ['error', 'warning'], describe: 'When to fail' },
    'fail-on-more': { type: 'string', choices: ['never'], describe: 'When else' },
    quiet: { type: 'boolean', alias: ['q', 'silent'], describe: 'Not [choices: "a"] really' },
    quieter: { type: 'string', describe: 'a b' },
    'b2-c': { type: 'boolean', describe: 'A number' },
  });

it('the options of a command are those that it declares, with yargs’ own', async () => {
  expect(await optionNames(build)).toEqual([
    'help',
    'version',
    'target',
    'fail-on',
    'fail-on-more',
    'quiet',
    'quieter',
    'b2-c',
  ]);
});

it.each([
  ['--quiet', true],
  ['-q', true],
  ['--silent', true],
  ['--b2-c', true],
  ['--quieter', false],
  ['--target', false],
  ['-x', false],
  ['--qui', false],
])('whether %s takes no value: %s', async (option, expected) => {
  expect(await isFlag(build, option)).toBe(expected);
});

it.each([
  ['--fail-on', ['error', 'warning']],
  ['--fail-on-more', ['never']],
  ['-x', ['error', 'warning']],
  ['--target', []],
  ['--fail', []],
])('the value of %s is one of %j', async (option, choices) => {
  expect(await choicesOf(build, option)).toEqual(choices);
});

it('options stand under what they are for, what stands nowhere first, and no heading is empty', () => {
  expect(groupOptions(['help', 'mine', 'skip', 'only', 'base-url', 'other'])).toEqual([
    ['What to look at:', ['mine', 'other']],
    ['How to judge:', ['only', 'skip']],
    ['Output:', ['help']],
    ['Connection:', ['base-url']],
  ]);
  expect(groupOptions(['help'])).toEqual([['Output:', ['help']]]);
});

it('a command that heeds nothing of the environment says nothing of it', () => {
  expect(environmentHelp(['mine'])).toBe('');
  expect(environmentHelp(['record', 'target', 'mine'])).toBe(
    'Environment:\n' +
      '  QA_TARGET          stands for --target\n' +
      '  QA_STATE_DIR       where recorded runs and undo records are kept',
  );
});

const heedless = (own: Argv) => own.options({ mine: { type: 'string', describe: 'A thing' } });

/** What a command of this name says below its options. */
async function belowOptions(name: string, declare: typeof build | typeof heedless): Promise<string> {
  const own = yargs().locale('en').wrap(null);
  declare(own);
  const help = await (await describeHelp(own, name, declare)).getHelp();
  return help.slice(help.search(/^Examples:/m));
}

it.each<[string, typeof build | typeof heedless, string[]]>([
  [
    'history',
    heedless,
    [
      'Examples:',
      '  # the last recorded runs, and what changed since the last green one',
      '  qa history',
      '  # of one command',
      '  qa history verify-railway',
      '  # for a program',
      '  qa history --last 50 -f json',
    ],
  ],
  [
    'a-name-that-no-command-has',
    build,
    ['Examples:', '', 'Environment:', '  QA_TARGET          stands for --target'],
  ],
])(
  'below the options of %s stands what one types and what it heeds, and no more',
  async (name, of, lines) => {
    expect((await belowOptions(name, of)).split('\n')).toEqual(lines);
  },
);
