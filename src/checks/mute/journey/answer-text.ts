import * as z from 'zod/mini';
import type { Answer } from '../../http/exchange/exchange.ts';
import { bothEnds } from '../../support/both-ends.ts';

/** What an answer says, as far as findings quote it. */
export interface AnswerText {
  /** The body's `detail`, a page's title, or the body; a traceback begins with its exception. */
  readonly detail: string;
  /** The class of the exception, where the body names it (`error_type`). */
  readonly errorType: string | null;
}

/** Characters of an answer that are kept. */
const longest = 2_000;

const bodyShape = z.looseObject({ detail: z.optional(z.unknown()), error_type: z.optional(z.string()) });

export function answerTextOf(answer: Answer | null): AnswerText {
  if (answer === null) return { detail: '', errorType: null };
  const { json, text } = answer.body;
  const body = bodyShape.safeParse(json);
  const { detail, error_type: errorType = null } = body.success ? body.data : {};
  const said = textOf(detail ?? text);
  return {
    detail: bothEnds(isTraceback(said) ? foldTraceback(said) : titleOf(said), longest),
    errorType: errorType === null ? null : errorType.slice(0, 200),
  };
}

/** `answered 500: …`, and no colon before nothing. */
export function describeAnswer({
  status,
  detail,
  errorType,
}: AnswerText & { readonly status: number | null }): string {
  const what = detail === '' ? ' with an empty body' : `: ${detail}`;
  return `answered ${status}${what}${errorType === null ? '' : ` (${errorType})`}`;
}

/** Whether the answer was a page: a web app's, a login's, or a gateway's, and none of the API. */
export function isPageText({ detail }: Pick<AnswerText, 'detail'>): boolean {
  return detail.startsWith('a web page');
}

function isTraceback(text: string): boolean {
  return /^\s*Traceback \(most recent call last\):/m.test(text);
}

/**
 * Python prints the frames first and the exception last, in the first column (the message may go on in more
 * lines). Of the frames, where it arose is enough.
 */
function foldTraceback(text: string): string {
  const lines = text.trimEnd().split('\n');
  const frames = lines.filter((line) => /^\s+File "/.test(line));
  const last = lines.findLastIndex((line) => /^\s/.test(line));
  const exception = lines
    .slice(last + 1)
    .join('\n')
    .trim();
  const arose = frames.at(-1)?.trim();
  if (exception === '' || arose === undefined) return text;
  return `${exception}\n(${frames.length} frames; the innermost: ${arose})`;
}

/** A page is told by its title: its markup says nothing to anybody. */
function titleOf(text: string): string {
  if (!/^\s*<(!doctype|html|head|body)/i.test(text)) return text;
  const title = /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1] ?? /<h1[^>]*>([^<]*)<\/h1>/i.exec(text)?.[1];
  return title === undefined ? `a web page: ${text.trim()}` : `a web page, "${title.trim()}"`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}
