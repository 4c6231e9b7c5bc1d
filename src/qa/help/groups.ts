/** Under which heading an option stands in the help of a command; what stands in none is what to look at. */
const groups: Readonly<Record<string, readonly string[]>> = {
  'How to judge:': [
    'only',
    'skip',
    'fail-on',
    'warn-ms',
    'fail-ms',
    'consistency',
    'expect',
    'expect-commit',
    'expect-environment',
    'expect-version',
    'expect-head',
    'origin',
    'baseline',
    'write-baseline',
    'tls-warn-days',
    'tls-fail-days',
  ],
  'Output:': [
    'format',
    'output',
    'record',
    'quiet',
    'verbose',
    'color',
    'no-color',
    'ascii',
    'show-curl',
    'evidence',
    'hide-samples',
    'remedies',
    'otlp',
    'push',
    'help',
    'version',
  ],
  'Connection:': [
    'target',
    'base-url',
    'api-prefix',
    'config',
    'database-url',
    'compare-url',
    'token-file',
    'timeout',
    'deadline',
    'header',
    'ca-file',
    'insecure',
    'cert',
    'key',
    'cacert',
    'resolve',
    'rate',
  ],
};

const first = 'What to look at:';

/** The declared options by heading, in the order in which they are read. */
export function groupOptions(declared: readonly string[]): [heading: string, options: string[]][] {
  const placed = new Set(Object.values(groups).flat());
  const entries: [string, string[]][] = [
    [first, declared.filter((option) => !placed.has(option))],
    ...Object.entries(groups).map(([heading, options]): [string, string[]] => [
      heading,
      options.filter((option) => declared.includes(option)),
    ]),
  ];
  return entries.filter(([, options]) => options.length > 0);
}

/** Environment variables that stand in for options, by an option of the command that they serve. */
const variables: readonly (readonly [option: string, line: string])[] = [
  ['target', 'QA_TARGET          stands for --target'],
  ['base-url', 'QA_BASE_URL        stands for --base-url'],
  ['token-file', 'QA_TOKEN           the access token, better than on a command line'],
  ['database-url', 'QA_DATABASE_URL    stands for --database-url; then DATABASE_URL, PGHOST …'],
  ['record', 'QA_STATE_DIR       where recorded runs and undo records are kept'],
  ['color', 'NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, COLUMNS, LC_ALL   as everywhere'],
];

export function environmentHelp(declared: readonly string[]): string {
  const lines = variables.filter(([option]) => declared.includes(option)).map(([, line]) => `  ${line}`);
  return lines.length === 0 ? '' : ['Environment:', ...lines].join('\n');
}
