/** `--format` of commands whose answer is not a report. */
export const tableOrJson = {
  alias: 'f',
  type: 'string',
  choices: ['table', 'json'],
  default: 'table',
  describe: 'Lines for people, or JSON',
} as const;
