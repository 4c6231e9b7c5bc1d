import type { Answer } from '../exchange/exchange.ts';
import { shapeIssues } from '../exchange/shape-issues.ts';
import { bothEnds } from '../../support/both-ends.ts';
import type { ApiRequest } from './api.ts';
import type { ReadBody } from './body.ts';
import { readJson } from './read-json.ts';
import type { Received } from './transport.ts';

/** Characters of a body; a traceback names its exception at the end, after some thousand of frames. */
const longestText = 4_000;

/** An answer as evidence: without the token, cut to size, and compared with what is documented. */
export function answerOf(
  received: Received,
  read: ReadBody,
  { expects, issuesOf }: ApiRequest,
  withoutToken: (text: string) => string,
): Answer {
  const text = withoutToken(read.text);
  // A body that did not come whole has no shape to compare; the failure says so.
  const json = read.truncated ? { unread: 'it did not come whole' } : readJson(text);
  const compared = (): readonly string[] => {
    if (issuesOf !== undefined) return 'value' in json ? issuesOf(json.value) : [];
    if (expects === undefined) return [];
    return 'value' in json ? shapeIssues(expects, json.value) : [`(body): ${json.unread}`];
  };
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(received.headers))
    headers[name] = withoutToken(value).slice(0, 500);
  return {
    status: received.status,
    headers,
    body: {
      bytes: read.bytes,
      truncated: read.truncated,
      text: bothEnds(text, longestText),
      ...('value' in json && { json: json.value }),
    },
    shapeIssues: isOk(received) && !read.truncated ? [...compared()] : [],
  };
}

function isOk({ status }: Received): boolean {
  return status >= 200 && status < 300;
}
