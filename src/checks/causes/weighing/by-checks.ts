import { confirmed, excluded, possible, type Weighing } from '../../cause.ts';
import type { Finding } from '../../finding.ts';
import type { Observations } from '../../observations.ts';

/** How a cause is decided by checks alone. */
export interface DecidingChecks {
  /** Any finding of these confirms it. */
  readonly codes: readonly string[];
  /** What their being clear says, in words: why the cause is excluded. */
  readonly otherwise: string;
  /** Only those findings that this accepts. */
  readonly accept?: (finding: Finding) => boolean;
  /** Command lines that ask these checks. */
  readonly ask: readonly string[];
}

/** Confirmed by a finding of one of the checks, excluded where all of them are clear, else possible. */
export function weighByChecks(
  seen: Observations,
  { codes, otherwise, accept = () => true, ask }: DecidingChecks,
): Weighing {
  const found = seen.found(...codes).filter(accept);
  if (found.length > 0) return confirmed(messagesOf(found), commandsOf(found));
  const judged = codes.filter((code) => seen.clear(code) || seen.found(code).length > 0);
  if (judged.length === codes.length) return excluded(otherwise);
  return possible([], ...ask);
}

/** What was found, each sentence once. */
export function messagesOf(findings: readonly Finding[]): string[] {
  return [...new Set(findings.map(({ message }) => message))];
}

/** All that a finding says, its facts too: answers of the API are quoted there. */
export function textOf({ message, facts }: Finding): string {
  return `${message} ${JSON.stringify(facts)}`;
}

/** Commands of ours that cure findings, each once; a curl line only repeats a request. */
export function commandsOf(findings: readonly Finding[]): string[] {
  const commands = findings.flatMap(({ remedy }) =>
    remedy.command?.startsWith('qa ') ? [remedy.command] : [],
  );
  return [...new Set(commands)];
}

/** Whether a finding has one of these codes. */
export function isOneOf(...codes: readonly string[]): (finding: Finding) => boolean {
  const known = new Set(codes);
  return ({ code }) => known.has(code);
}
