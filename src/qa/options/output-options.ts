import yargs from 'yargs';
import { colourChoices, type ColourChoice } from '../output/terminal-style.ts';

/** What has to be known of a command line even where it cannot be read as a whole. */
export interface OutputOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly colour: ColourChoice;
  readonly ascii: boolean;
  /** A monitoring plugin ends with 0 to 3, and a mistake on its command line is *unknown* to the monitor. */
  readonly nagios: boolean;
}

/** Reads how a run speaks, whatever else the command line says, mistakes included. Never throws. */
export function readOutputOptions(argv: readonly string[]): OutputOptions {
  const given = yargs()
    .help(false)
    .version(false)
    .exitProcess(false)
    .parserConfiguration({ 'boolean-negation': false, 'greedy-arrays': false })
    .option('quiet', { type: 'boolean', default: false, alias: 'q' })
    .option('verbose', { type: 'boolean', default: false, alias: 'v' })
    .option('no-color', { type: 'boolean', default: false })
    .option('color', { type: 'string', array: true })
    .option('ascii', { type: 'boolean', default: false })
    .option('format', { type: 'string', array: true, alias: 'f' })
    .fail(() => undefined)
    .parseSync([...argv]);
  const wanted = given.color?.at(-1);
  return {
    quiet: given.quiet,
    verbose: given.verbose,
    // What else it may say is a mistake, and told as one elsewhere.
    colour: given['no-color'] ? 'never' : (colourChoices.find((each) => each === wanted) ?? 'auto'),
    ascii: given.ascii,
    nagios: given.format?.includes('nagios') === true,
  };
}
