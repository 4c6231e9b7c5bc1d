import { catalogue } from '../../../checks/catalogue.ts';
import type { Command } from '../../command.ts';
import type { Options } from './options.ts';

/** Lists every check, in reading order. Contacts nothing. */
export const command: Command<Options> = {
  run: async ({ format }) => {
    const entries = catalogue.map(({ subject, commands, check: { code, severity, title, why, remedy } }) => ({
      code,
      subject,
      commands,
      severity,
      title,
      why,
      remedy,
    }));
    if (format === 'json')
      return { text: `${JSON.stringify({ schema: 1, checks: entries }, null, 2)}\n`, exitCode: 0 };
    const width = Math.max(...entries.map(({ code }) => code.length));
    const lines = entries.map(({ code, subject, severity, title }, index) => {
      const heading = subject === entries[index - 1]?.subject ? [] : [`${index === 0 ? '' : '\n'}${subject}`];
      return [
        ...heading,
        `  ${code.padEnd(width)}  ${(severity ?? 'unknown').padEnd('warning'.length)}  ${title}`,
      ].join('\n');
    });
    return {
      text: `${lines.join('\n')}\n\n${entries.length} checks; qa explain CODE says more of one.\n`,
      exitCode: 0,
    };
  },
};
