/**
 * What `--format` knows. A list of its own, so that the option can be declared without loading a reporter.
 */
export const formats = [
  'table',
  'json',
  'junit',
  'tap',
  'github',
  'markdown',
  'html',
  'prometheus',
  'ctrf',
  'nagios',
  'sarif',
  'mermaid',
  'dot',
] as const;
export type Format = (typeof formats)[number];

/** Pictures of keys, of waiting sessions or of revisions: only a report that holds some can be drawn. */
export const drawings: readonly Format[] = ['mermaid', 'dot'];
