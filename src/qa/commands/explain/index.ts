import { catalogue, type CatalogueEntry } from '../../../checks/catalogue.ts';
import type { Cause } from '../../../checks/cause.ts';
import { causes } from '../../../checks/causes/index.ts';
import { exampleOf } from '../../../checks/support/example.ts';
import { UsageError, type Command } from '../../command.ts';
import { suggestion } from '../../options/nearest.ts';
import { wrapText } from '../../output/wrap-text.ts';
import type { Options } from './options.ts';

/** Prose is read in lines of at most so many characters, and a narrow terminal sets less. */
const widest = 80;

/**
 * Says of one code what it means, why it matters, what to do, and what a report would say. Contacts nothing.
 */
export const command: Command<Options> = {
  run: async ({ code }, { terminal }) => {
    const [entry, ...others] = catalogue.filter(({ check }) => check.code === code);
    const cause: Cause | undefined = causes.find((each) => each.code === code);
    if (entry === undefined && cause === undefined) {
      const known = [...catalogue.map(({ check }) => check.code), ...causes.map((each) => each.code)];
      throw new UsageError(
        `There is no check and no cause "${code}": qa checks lists them.${suggestion(code, known)}`,
      );
    }
    const width = Math.max(Math.min(terminal.out.columns, widest), 20);
    const lines = [
      ...(entry === undefined ? [] : checkLines(entry, others, width)),
      ...(entry === undefined || cause === undefined ? [] : ['']),
      ...(cause === undefined ? [] : causeLines(cause, width)),
    ];
    return { text: `${lines.join('\n')}\n`, exitCode: 0 };
  },
};

function checkLines(entry: CatalogueEntry, others: readonly CatalogueEntry[], width: number): string[] {
  const { check } = entry;
  return [
    ...wrapText(`${check.code} (${check.severity ?? 'unknown'}): ${check.title}`, width),
    ...wrapText(`Why it matters: ${check.why}`, width),
    ...[entry, ...others].flatMap((each) => saidBy(each, width)),
  ];
}

/** Where several subjects have the code, each says what to do about what it saw. */
function saidBy({ check, commands }: CatalogueEntry, width: number): string[] {
  const example = exampleOf(check);
  return [
    ...wrapText(`Said by ${commands.map((name) => `qa ${name}`).join(' and ')}.`, width),
    ...wrapText(`What to do: ${check.remedy}`, width),
    ...wrapText(`For example: ${example.message}`, width),
    // What is there to be pasted keeps its lines.
    ...example.paste.map((line) => `  ${line.replaceAll('\n', '\n  ')}`),
  ];
}

function causeLines({ code, title, why, remedy, leadsTo = [] }: Cause, width: number): string[] {
  return [
    `${code} (root cause): ${title}`,
    `Why it matters: ${why}`,
    'Named by qa diagnose, and by every command whose findings decide it.',
    `What to do: ${remedy}`,
    ...(leadsTo.length === 0 ? [] : [`It brings about: ${leadsTo.join(', ')}.`]),
  ].flatMap((line) => wrapText(line, width));
}
