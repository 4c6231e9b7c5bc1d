import { Parser } from 'yargs/helpers';
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

/**
 * Reads how a run speaks, whatever else the command line says, mistakes included. Never throws. By the bare
 * parser of yargs, since a second whole yargs costs each run 10 ms.
 */
export function readOutputOptions(argv: readonly string[]): OutputOptions {
  const given = Parser([...argv], {
    boolean: ['quiet', 'verbose', 'no-color', 'ascii'],
    array: ['color', 'format'],
    string: ['color', 'format'],
    alias: { quiet: ['q'], verbose: ['v'], format: ['f'], 'no-color': ['noColor'] },
    configuration: { 'boolean-negation': false, 'greedy-arrays': false },
  });
  const words = (name: string): unknown[] => [given[name]].flat();
  const wanted = words('color').at(-1);
  return {
    quiet: given['quiet'] === true,
    verbose: given['verbose'] === true,
    // What else it may say is a mistake, and told as one elsewhere.
    colour: given['no-color'] === true ? 'never' : (colourChoices.find((each) => each === wanted) ?? 'auto'),
    ascii: given['ascii'] === true,
    nagios: words('format').includes('nagios'),
  };
}
