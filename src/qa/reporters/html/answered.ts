import type { Exchange } from '../../../checks/http/index.ts';
import { markup, nothing, prose, type Markup } from './markup.ts';

/** Between the two ends of a body that was too long to be kept. */
const omission = ' … ';
/** Letters that a report keeps of a body: only one that is about as long can have been shortened. */
const fewestOfShortened = 3_900;

/** What came back: status, headers, body, and how much of it that is. */
export function answered({ status, headers, body, shapeIssues }: NonNullable<Exchange['answer']>): Markup {
  const head = [`${status}`, ...Object.entries(headers).map(([field, value]) => `${field}: ${value}`)].join(
    '\n',
  );
  const size = shownOf(body);
  return markup`${
    shapeIssues.length === 0
      ? nothing
      : markup`<p class="failure">Not as documented: ${prose(shapeIssues.join('; '))}</p>`
  }
<pre>${head}${body.text === '' ? '' : `\n\n${body.text}`}</pre>
${size === null ? nothing : markup`<p class="quiet">${size}</p>`}`;
}

/** Null for a body that is shown whole; its letters may be fewer than its bytes. */
function shownOf({ bytes, text, truncated }: NonNullable<Exchange['answer']>['body']): string | null {
  const isShortened = text.length >= fewestOfShortened && text.includes(omission);
  const more = truncated ? ', and there were more' : '';
  if (isShortened) return `${bytes} bytes were read${more}; these are the beginning and the end.`;
  return truncated ? `${bytes} bytes were read${more}.` : null;
}
