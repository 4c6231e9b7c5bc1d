import { singleChoice } from './single.ts';

const choices = ['table', 'json'] as const;

/** `--format` of commands whose answer is not a report. */
export const tableOrJson = {
  alias: 'f',
  type: 'string',
  requiresArg: true,
  choices,
  coerce: singleChoice('format', choices),
  default: 'table',
  describe: 'Lines for people, or JSON',
} as const;
