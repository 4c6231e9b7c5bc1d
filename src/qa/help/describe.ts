import yargs, { type Argv } from 'yargs';
import type { DeclareOptions } from '../commands/index.ts';
import { examples } from './examples.ts';
import { environmentHelp, groupOptions } from './groups.ts';

/** The options that a command declares, without dashes, in their order. */
export async function optionNames(build: DeclareOptions): Promise<string[]> {
  const help = await plainHelp(build);
  const named = help.matchAll(/^ +(?:-\w, )?--([a-z][a-z0-9-]*)/gm);
  // What stands below the options may begin with the name of one as well.
  return [...new Set([...named].map(([, name]) => name ?? ''))];
}

/** Whether a word behind this option, `--quiet` or `-q`, is not its value. */
export async function isFlag(build: DeclareOptions, option: string): Promise<boolean> {
  return (await lineOf(build, option)).includes('[boolean]');
}

/** What the value of this option, `--fail-on`, can be; nothing where it can be anything. */
export async function choicesOf(build: DeclareOptions, option: string): Promise<string[]> {
  const [, listed = ''] = /\[choices: ([^\]]*)\]/.exec(await lineOf(build, option)) ?? [];
  return [...listed.matchAll(/"([^"]*)"/g)].map(([, choice]) => choice ?? '');
}

/** What the help says of an option by any of its names: they stand first, by commas; empty for no option. */
async function lineOf(build: DeclareOptions, option: string): Promise<string> {
  const lines = (await plainHelp(build)).split('\n');
  return lines.find((line) => line.trim().split('  ', 1).join().split(', ').includes(option)) ?? '';
}

/** An option a line. */
async function plainHelp(build: DeclareOptions): Promise<string> {
  const own = yargs().locale('en').wrap(null);
  build(own);
  return own.getHelp();
}

/** The help of one command: options by what they are for, examples, and the environment that it heeds. */
export async function describeHelp<Declared>(
  builder: Argv<Declared>,
  name: string,
  build: DeclareOptions,
): Promise<Argv<Declared>> {
  const declared = await optionNames(build);
  for (const [heading, options] of groupOptions(declared)) builder.group(options, heading);
  // Yargs would break a long command line in two.
  const lines = (examples[name] ?? []).flatMap(([line, what]) => [`  # ${what}`, `  ${line}`]);
  const end = [['Examples:', ...lines].join('\n'), environmentHelp(declared)];
  return builder.epilogue(end.filter((part) => part !== '').join('\n\n'));
}
