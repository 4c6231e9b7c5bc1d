import yargs from 'yargs';
import { build, type Options } from '../../../../src/qa/commands/diagnose/options.ts';

/** What `qa diagnose` reads of a command line. */
export async function optionsOf(line: readonly string[]): Promise<Options> {
  let given: Options | undefined;
  await yargs()
    .command('$0 [token]', '', build, (options) => void (given = options))
    .parseAsync([...line]);
  if (given === undefined) throw new Error('not read');
  return given;
}
