import { catalogue } from '../../../checks/catalogue.ts';
import { causes } from '../../../checks/causes/index.ts';
import type { Command } from '../../command.ts';
import type { Options } from './options.ts';

/** Lists every check, and every root cause, in reading order. Contacts nothing. */
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
    const named = causes.map(({ code, title, why, remedy }) => ({ code, title, why, remedy }));
    if (format === 'json') {
      const text = `${JSON.stringify({ schema: 1, checks: entries, causes: named }, null, 2)}\n`;
      return { text, exitCode: 0 };
    }
    const width = Math.max(...[...entries, ...named].map(({ code }) => code.length));
    const lines = entries.map(({ code, subject, severity, title }, index) => {
      const heading = subject === entries[index - 1]?.subject ? [] : [`${index === 0 ? '' : '\n'}${subject}`];
      return [
        ...heading,
        `  ${code.padEnd(width)}  ${(severity ?? 'unknown').padEnd('warning'.length)}  ${title}`,
      ].join('\n');
    });
    const causeLines = named.map(({ code, title }) => `  ${code.padEnd(width)}  ${title}`);
    const count = `${entries.length} checks and ${named.length} causes; qa explain CODE says more of one.`;
    const text = [...lines, '\nroot causes, as qa diagnose names them', ...causeLines, `\n${count}\n`];
    return { text: text.join('\n'), exitCode: 0 };
  },
};
