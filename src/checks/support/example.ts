import { toFinding, type Check } from '../check.ts';

/**
 * What a report would say on a check's broken example: the first finding's message, or the reason why it is
 * unknown.
 */
export function exampleOf(check: Check): { readonly message: string; readonly paste: readonly string[] } {
  // The example is typed by the check's own needs, which a catalogue has forgotten.
  const judgement = check.judge(check.examples.broken as never);
  const [first] = 'observed' in judgement ? judgement.observed : judgement;
  if (first === undefined)
    return { message: 'reason' in judgement ? judgement.reason : check.title, paste: [] };
  const { message, remedy } = toFinding(check, first);
  return { message, paste: [...remedy.sql, ...(remedy.command === null ? [] : [remedy.command])] };
}
