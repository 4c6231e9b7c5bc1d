import * as z from 'zod/mini';
import type { Api } from '../../http/client/api.ts';
import { quoteLiteral } from '../../postgres/sql/identifier.ts';
import { shellWord } from '../../support/shell.ts';
import type { UndoRecord } from './undo-record.ts';
import { contracts, kinds, type Kind } from '../preferences/kinds.ts';
import { muteRequest, unmuteRequest } from '../journey/requests.ts';

/** What is still there of ours, or (`displaced`) a value of the user's that is not back in its place. */
export const leftoverShape = z.object({ kind: z.enum(kinds), value: z.string(), displaced: z.boolean() });
export type Leftover = z.infer<typeof leftoverShape>;

type ApiAddress = Pick<Api, 'origin' | 'prefix'>;

export interface UndoMeans {
  /** The user's id: the token's subject. */
  readonly user: string | null;
  /** Kinds without an endpoint to unmute them: only the database can. */
  readonly unrouted: ReadonlySet<Kind>;
}

/**
 * Lines for a shell that undo what is left, with the token as `$QA_TOKEN` and the database as
 * `$QA_DATABASE_URL`.
 */
export function undoLines(
  api: ApiAddress,
  record: UndoRecord,
  left: readonly Leftover[],
  { user, unrouted }: UndoMeans,
): string[] {
  const lines = left.flatMap(({ kind, value, displaced }) => {
    if (!displaced)
      return [unrouted.has(kind) ? removeLine(kind, value, user) : unmuteLine(api, kind, value)];
    const before = record.before.lists[kind] ?? [];
    if (unrouted.has(kind)) return [replaceLine(kind, before, user)];
    // Taken out first: the release of January 2026 only appends.
    return before
      .slice(before.indexOf(value))
      .flatMap((entry) => [unmuteLine(api, kind, entry), muteLine(api, kind, entry)]);
  });
  return [...new Set(lines)];
}

function replaceLine(kind: Kind, before: readonly string[], user: string | null): string {
  const { list } = contracts[kind];
  const entries = `array[${before.map(quoteLiteral).join(', ')}]::${kind === 'source' ? 'uuid' : 'text'}[]`;
  return databaseLine(
    `update user_personalization set ${list} = ${entries} where user_id = ${quoteLiteral(user ?? 'USER ID')}`,
  );
}

function removeLine(kind: Kind, value: string, user: string | null): string {
  const { list } = contracts[kind];
  return databaseLine(
    `update user_personalization set ${list} = array_remove(${list}, ${quoteLiteral(value)}) where ` +
      `user_id = ${quoteLiteral(user ?? 'USER ID')}`,
  );
}

function databaseLine(sql: string): string {
  return `psql "$QA_DATABASE_URL" -c ${shellWord(sql)}`;
}

function unmuteLine(api: ApiAddress, kind: Kind, value: string): string {
  return (
    'curl -sS -X DELETE -H "Authorization: Bearer $QA_TOKEN" ' +
    `${shellWord(api.origin + unmuteRequest(api, kind, value).path)}`
  );
}

function muteLine(api: ApiAddress, kind: Kind, value: string): string {
  const body = shellWord(JSON.stringify({ [contracts[kind].field]: value }));
  const url = shellWord(api.origin + muteRequest(api, kind, value).path);
  return (
    `curl -sS -X POST -H "Authorization: Bearer $QA_TOKEN" -H 'Content-Type: application/json' ` +
    `--data ${body} ${url}`
  );
}
