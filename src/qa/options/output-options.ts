import yargs from 'yargs';

/** What has to be known of a command line even where it cannot be read as a whole. */
export interface OutputOptions {
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly noColor: boolean;
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
    .option('quiet', { type: 'boolean', default: false })
    .option('verbose', { type: 'boolean', default: false })
    .option('no-color', { type: 'boolean', default: false })
    .option('format', { type: 'string', array: true })
    .fail(() => undefined)
    .parseSync([...argv]);
  return {
    quiet: given.quiet,
    verbose: given.verbose,
    noColor: given['no-color'],
    nagios: given.format?.includes('nagios') === true,
  };
}
