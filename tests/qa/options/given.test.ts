import { expect, it } from 'vitest';
import yargs, { type Argv } from 'yargs';
import { commands, type Entry } from '../../../src/qa/commands/index.ts';
import { optionNames } from '../../../src/qa/help/describe.ts';
import {
  withConsistencyOption,
  withDatabaseOptions,
  withHttpOptions,
  withRunOptions,
  withTargetOptions,
} from '../../../src/qa/options/options.ts';

/** What a command is given for these words, or what is said of them. */
async function given({ usage, name, options }: Entry, words: readonly string[], option: string) {
  const { build } = await options();
  const positional = [...usage.matchAll(/<\w+/g)].map(() => 'word');
  let parser: Argv = yargs().locale('en').exitProcess(false).strict().showHelpOnFail(false);
  parser = parser.parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false });
  parser = parser.fail((message, error) => {
    throw error ?? new Error(message);
  });
  parser = parser.command(
    usage.replace(name, '$0'),
    'of the test',
    (own) => build(own) as Argv,
    () => undefined,
  );
  try {
    const read: Record<string, unknown> = await parser.parseAsync([...positional, ...words]);
    return JSON.stringify(read[option]) ?? 'nothing';
  } catch (error) {
    return String(error)
      .replace(/^\w*Error: /, '')
      .replaceAll('\n', ' ');
  }
}

/** What several commands declare in the same words stands in one place. */
const shared = await optionNames((own: Argv) =>
  withRunOptions(withDatabaseOptions(withConsistencyOption(withHttpOptions(withTargetOptions(own))))),
);

it('every option is given as a text says: left out, alone, once and twice', async () => {
  const told = new Map<string, string[]>();
  for (const entry of commands) {
    for (const option of await optionNames((await entry.options()).build)) {
      if (['help', 'version'].includes(option)) continue;
      const isKnown = [...told.keys()].some((text) => text.startsWith(`--${option}\n`));
      if (isKnown && option !== 'format' && shared.includes(option)) continue;
      const ask = (...words: string[]) => given(entry, words, option);
      const alone = await ask(`--${option}`);
      const lines = [`--${option}`, `left out: ${await ask()}`, `alone: ${alone}`];
      if (alone !== 'true') {
        const number = await ask(`--${option}`, '007');
        const [, first = '7s', second = '8s'] =
          /(?: is one of|Choices:) "?([a-z-]+)"?, "?([a-z-]+)/.exec(number) ?? [];
        lines.push(`007: ${number}`, `${first}: ${await ask(`--${option}`, first)}`);
        lines.push(`twice: ${await ask(`--${option}`, first, `--${option}`, second)}`);
      }
      const text = lines.join('\n  ');
      told.set(text, [...(told.get(text) ?? []), entry.name]);
    }
  }
  const texts = [...told].map(([text, names]) => `${text}\n  of ${names.join(', ')}\n`);
  await expect(texts.join('\n')).toMatchFileSnapshot('./given.txt');
});
