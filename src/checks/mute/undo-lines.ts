import type { Api } from '../http/api.ts';
import type { UndoRecord } from './journal.ts';
import { contracts, type Kind } from './kinds.ts';
import { muteRequest, unmuteRequest } from './requests.ts';
import type { Leftover } from './restore.ts';

type Where = Pick<Api, 'origin' | 'prefix'>;

/** Lines for a shell that undo what is left, with the token as `$QA_TOKEN`. */
export function undoLines(api: Where, record: UndoRecord, left: readonly Leftover[]): string[] {
  return left.flatMap(({ kind, value, displaced }) => {
    if (!displaced) return [unmuteLine(api, kind, value)];
    const before = record.before.lists[kind] ?? [];
    return before.slice(before.indexOf(value)).map((entry) => muteLine(api, kind, entry));
  });
}

export function unmuteLine(api: Where, kind: Kind, value: string): string {
  return `curl -sS -X DELETE -H "Authorization: Bearer $QA_TOKEN" ${quote(api.origin + unmuteRequest(api, kind, value).path)}`;
}

function muteLine(api: Where, kind: Kind, value: string): string {
  const body = quote(JSON.stringify({ [contracts[kind].field]: value }));
  const url = quote(api.origin + muteRequest(api, kind, value).path);
  return `curl -sS -X POST -H "Authorization: Bearer $QA_TOKEN" -H 'Content-Type: application/json' --data ${body} ${url}`;
}

/** One word for a POSIX shell. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
