import type { Argv } from 'yargs';
import { catalogue } from '../../../checks/catalogue.ts';
import { exampleOf } from '../../../checks/support/example.ts';
import { UsageError, type Command } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';

const build = (yargs: Argv) =>
  yargs.positional('code', {
    type: 'string',
    demandOption: true,
    describe: 'A code from a report or from qa checks',
  });

type Options = ReturnType<typeof build> extends Argv<infer Declared> ? Declared : never;

/**
 * Says of one code what it means, why it matters, what to do, and what a report would say. Contacts nothing.
 */
export const command: Command<Options> = {
  build,
  run: async ({ code }) => {
    const entry = catalogue.find(({ check }) => check.code === code);
    if (entry === undefined) {
      throw new UsageError(
        `There is no check "${code}": qa checks lists them.${suggestion(
          code,
          catalogue.map(({ check }) => check.code),
        )}`,
      );
    }
    const { check, commands } = entry;
    const example = exampleOf(check);
    const lines = [
      `${check.code} (${check.severity ?? 'unknown'}): ${check.title}`,
      `Said by ${commands.map((name) => `qa ${name}`).join(' and ')}.`,
      `Why it matters: ${check.why}`,
      `What to do: ${check.remedy}`,
      `For example: ${example.message}`,
      ...example.paste.map((line) => `  ${line.replaceAll('\n', '\n  ')}`),
    ];
    return { text: `${lines.join('\n')}\n`, exitCode: 0 };
  },
};
