import { catalogue, type CatalogueEntry } from '../../../checks/catalogue.ts';
import { exampleOf } from '../../../checks/support/example.ts';
import { UsageError, type Command } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';
import type { Options } from './options.ts';

/**
 * Says of one code what it means, why it matters, what to do, and what a report would say. Contacts nothing.
 */
export const command: Command<Options> = {
  run: async ({ code }) => {
    const [entry, ...others] = catalogue.filter(({ check }) => check.code === code);
    if (entry === undefined) {
      throw new UsageError(
        `There is no check "${code}": qa checks lists them.${suggestion(
          code,
          catalogue.map(({ check }) => check.code),
        )}`,
      );
    }
    const { check } = entry;
    const lines = [
      `${check.code} (${check.severity ?? 'unknown'}): ${check.title}`,
      `Why it matters: ${check.why}`,
      ...[entry, ...others].flatMap(saidBy),
    ];
    return { text: `${lines.join('\n')}\n`, exitCode: 0 };
  },
};

/** Where several subjects have the code, each says what to do about what it saw. */
function saidBy({ check, commands }: CatalogueEntry): string[] {
  const example = exampleOf(check);
  return [
    `Said by ${commands.map((name) => `qa ${name}`).join(' and ')}.`,
    `What to do: ${check.remedy}`,
    `For example: ${example.message}`,
    ...example.paste.map((line) => `  ${line.replaceAll('\n', '\n  ')}`),
  ];
}
