import type { Api, ApiRequest } from '../../http/client/api.ts';
import { quoteIdentifier, quoteLiteral } from '../../postgres/sql/identifier.ts';
import { shellWord } from '../../support/shell.ts';
import type { UndoRecord } from './undo-record.ts';
import { contracts, isSettable, type Kind, type SettableFlag } from '../preferences/kinds.ts';
import type { Remains } from './remains.ts';
import { flagRequest, muteRequest, unmuteRequest } from '../journey/requests.ts';

type ApiAddress = Pick<Api, 'origin' | 'prefix'>;

export interface UndoMeans {
  /** The user's id: the token's subject. */
  readonly user: string | null;
  /** Kinds without an endpoint to unmute them, kinds whose mute replaces the list: only the database can. */
  readonly unrouted: ReadonlySet<Kind>;
  readonly replaced: ReadonlySet<Kind>;
  /** Flags that no route brings back. */
  readonly unset: ReadonlySet<string>;
}

/**
 * Lines for a shell that undo what is left, with the token as `$QA_TOKEN` and the database as
 * `$QA_DATABASE_URL`.
 */
export function undoLines(
  api: ApiAddress,
  record: UndoRecord,
  { values, flags }: Remains,
  { user, unrouted, replaced, unset }: UndoMeans,
): string[] {
  const lines = values.map(({ kind, value, state }): string => {
    if (replaced.has(kind)) return replaceLine(kind, record.before.lists[kind] ?? [], user);
    if (state === 'missing') return muteLine(api, kind, value);
    if (unrouted.has(kind))
      return state === 'displaced'
        ? replaceLine(kind, record.before.lists[kind] ?? [], user)
        : removeLine(kind, value, user);
    const line = unmuteLine(api, kind, value);
    // Taken out first: the release of January 2026 only appends.
    return state === 'displaced' ? `${line}\n${muteLine(api, kind, value)}` : line;
  });
  const ofFlags = Object.entries(flags).map(([flag, was]) =>
    isSettable(flag) && !unset.has(flag)
      ? flagLine(api, flag, was)
      : updateLine(`${quoteIdentifier(flag)} = ${was}`, user),
  );
  return [...new Set([...lines, ...ofFlags].flatMap((line) => line.split('\n')))];
}

function replaceLine(kind: Kind, before: readonly string[], user: string | null): string {
  const entries = `array[${before.map(quoteLiteral).join(', ')}]::${kind === 'source' ? 'uuid' : 'text'}[]`;
  return updateLine(`${contracts[kind].list} = ${entries}`, user);
}

function removeLine(kind: Kind, value: string, user: string | null): string {
  const { list } = contracts[kind];
  return updateLine(`${list} = array_remove(${list}, ${quoteLiteral(value)})`, user);
}

/** Sets a column of the user's row, in the database itself. */
function updateLine(assignment: string, user: string | null): string {
  const sql =
    `update user_personalization set ${assignment} where user_id = ` + `${quoteLiteral(user ?? 'USER ID')}`;
  return `psql "$QA_DATABASE_URL" -c ${shellWord(sql)}`;
}

function unmuteLine(api: ApiAddress, kind: Kind, value: string): string {
  return (
    'curl -sS -X DELETE -H "Authorization: Bearer $QA_TOKEN" ' +
    `${shellWord(api.origin + unmuteRequest(api, kind, value).path)}`
  );
}

function muteLine(api: ApiAddress, kind: Kind, value: string): string {
  return postLine(api, muteRequest(api, kind, value));
}

function flagLine(api: ApiAddress, flag: SettableFlag, was: boolean): string {
  return postLine(api, flagRequest(api, flag, was));
}

function postLine({ origin }: ApiAddress, { path, json }: ApiRequest): string {
  return (
    `curl -sS -X POST -H "Authorization: Bearer $QA_TOKEN" -H 'Content-Type: application/json' ` +
    `--data ${shellWord(JSON.stringify(json))} ${shellWord(origin + path)}`
  );
}
