import { UsageError, type Command } from '../../command.ts';
import { scripts, shells } from './scripts.ts';
import type { Options } from './options.ts';

/** Prints the script with which a shell asks what could follow. */
export const command: Command<Options> = {
  run: async ({ shell }, { io }) => {
    const own = io.environment['SHELL']?.split('/').at(-1);
    const chosen = shell ?? shells.find((each) => each === own);
    if (chosen === undefined)
      throw new UsageError(`SHELL names none of ${shells.join(', ')}: write qa completion bash, or another.`);
    return { text: scripts[chosen], exitCode: 0 };
  },
};
