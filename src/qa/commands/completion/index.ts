import yargs, { type Argv } from 'yargs';
import type { Command } from '../../command.ts';

const build = (parser: Argv) => parser;

/**
 * Prints the script with which a shell asks `qa` what could follow; yargs knows bash, zsh and fish, and which
 * one $SHELL names.
 */
export const command: Command<Record<never, never>> = {
  build,
  run: async () => {
    let script = '';
    await yargs()
      .scriptName('qa')
      .locale('en')
      .exitProcess(false)
      .completion('completion', false)
      .parseAsync(['completion'], {}, (_error, _given, output) => {
        script = output;
      });
    return { text: `${script}\n`, exitCode: 0 };
  },
};
