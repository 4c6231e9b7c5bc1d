// Apart from the shapes of a finding, since the command line names severities before it needs any shape.

export const severities = ['error', 'warning', 'info'] as const;
export type Severity = (typeof severities)[number];

/** For `sort`: errors before warnings before infos. */
export function worstFirst(a: { readonly severity: Severity }, b: { readonly severity: Severity }): number {
  return severities.indexOf(a.severity) - severities.indexOf(b.severity);
}
