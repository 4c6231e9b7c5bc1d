import { colourChoices } from '../output/terminal-style.ts';

const flag = { type: 'boolean', default: false } as const;

/** How a command speaks, whatever it has to say; read by `readOutputOptions`, before anything can fail. */
export const manner = {
  quiet: { ...flag, alias: 'q', describe: 'No progress on standard error' },
  verbose: { ...flag, alias: 'v', describe: 'Show clear and skipped checks too, and details of an error' },
  color: {
    type: 'string',
    requiresArg: true,
    choices: colourChoices,
    default: 'auto',
    describe: 'Colour: auto is on a terminal only, and heeds FORCE_COLOR and NO_COLOR',
  },
  'no-color': { ...flag, describe: 'The same as --color never' },
  ascii: { ...flag, describe: 'Only ASCII signs; of itself where the locale is not UTF-8' },
} as const;
