import * as z from 'zod/mini';
import { withoutTime } from './lines.ts';
import { arrivals, beginnings, reasons, signs, type Reason } from './signs.ts';

/** A line of the log that says how a start went. */
export const eventShape = z.object({
  /** From 1, in what was read. */
  line: z.number(),
  kind: z.enum(['begun', 'arrived', 'failed']),
  /** What began, or why it failed. */
  name: z.string(),
  text: z.string(),
  /** Of a failure that does not say why itself: the last words before it. */
  before: z.nullable(z.string()),
});
export type StartEvent = z.infer<typeof eventShape>;

/** The older ones are of starts that nobody asks for any more. */
const mostEvents = 500;

/** The lines that say how starts went; of many in a row that say the service runs, the first. */
export function eventsIn(lines: readonly string[]): StartEvent[] {
  const events: StartEvent[] = [];
  let inParent = false;
  let lastWords: string | null = null;
  for (const [index, line] of lines.entries()) {
    const text = withoutTime(line);
    const at = { line: index + 1, text: line, before: null };
    const beginning = beginnings.find(([, pattern]) => pattern.test(text))?.[0];
    const reason = reasonIn(text);
    if (beginning !== undefined) {
      if (beginning === 'server' && inParent) continue;
      inParent = beginning === 'parent' || (beginning === 'server' && inParent);
      events.push({ ...at, kind: 'begun', name: beginning });
    } else if (reason !== null) {
      events.push({
        ...at,
        kind: 'failed',
        name: reason,
        before: reason === 'failed-startup' ? lastWords : null,
      });
    } else if (arrivals.some((pattern) => pattern.test(text)) && events.at(-1)?.kind !== 'arrived') {
      events.push({ ...at, kind: 'arrived', name: 'service' });
    }
    if (/^\S/.test(text)) lastWords = line;
  }
  return events.slice(-mostEvents);
}

function reasonIn(text: string): Reason | null {
  return reasons.find((reason) => signs[reason].patterns.some((pattern) => pattern.test(text))) ?? null;
}
