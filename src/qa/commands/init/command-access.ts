import type { Rights } from '../../../checks/access/index.ts';
import type { Place } from './places.ts';

/** What one command could see now. */
export interface CommandAccess {
  readonly command: string;
  readonly sees: 'all' | 'part' | 'nothing' | 'unknown';
  readonly what: string;
}

export interface Places {
  readonly api: Place;
  readonly token: Place;
  readonly database: Place;
  readonly railway: Place;
}

type Judged = Omit<CommandAccess, 'command'>;

const all = (what: string): Judged => ({ sees: 'all', what });
const part = (what: string): Judged => ({ sees: 'part', what });
const nothing = (what: string): Judged => ({ sees: 'nothing', what });

/** What each command could see with this access; whatever could not be looked at is never said to be seen. */
export function commandAccess(places: Places, rights: Rights | null): CommandAccess[] {
  const judged: readonly (readonly [string, Judged])[] = [
    ['verify-mute', ofUser(places, muting)],
    ['verify-railway', barred('the API', places.api) ?? ofDeployment(places)],
    ['inspect-fk', ofDatabase(places, rights, ofKeys)],
    ['inspect-locks', ofDatabase(places, rights, ofSessions('every lock'))],
    ['inspect-sessions', ofDatabase(places, rights, ofSessions('settings, times and connections'))],
    ['inspect-migrations', ofDatabase(places, rights, ofRevisions)],
    ['diagnose', together(places)],
    ['repair-fk', ofDatabase(places, rights, ofRepair)],
    ['recover', ofUser(places, recovering)],
  ];
  return judged.map(([command, access]) => ({ command, ...access }));
}

const muting = "reads and mutes as the token's user, and takes it back; --read-only only reads";
const recovering = "what an interrupted verify-mute left of the token's user";

/** Null where the place can be used; why it cannot stands beside the place itself. */
function barred(name: string, { state, says }: Place): Judged | null {
  if (state === 'unknown') return { sees: 'unknown', what: `not known: ${name} could not be looked at` };
  if (state === 'refused') return nothing(`${name} was refused`);
  return state === 'not given' ? nothing(says) : null;
}

function ofUser({ api, token }: Places, what: string): Judged {
  const closed = barred('the API', api) ?? barred('the token', token);
  if (closed !== null) return closed;
  const lacking = [api, token].find(({ state }) => state !== 'reached');
  return lacking === undefined ? all(what) : part(`${what}; but it ${lacking.says}`);
}

function ofDatabase({ database }: Places, rights: Rights | null, judge: (rights: Rights) => Judged): Judged {
  return (
    barred('the database', database) ??
    (rights === null ? { sees: 'unknown', what: database.says } : judge(rights))
  );
}

function ofDeployment({ api, railway: { state, says } }: Places): Judged {
  if (state !== 'reached') return part(`the deployment from outside; nothing of Railway's records: ${says}`);
  const what = 'the deployment, and what Railway records of it';
  return api.state === 'reached' ? all(what) : part(`${what}; the API ${api.says}`);
}

function ofKeys({ tables, readable, behindPolicies }: Rights): Judged {
  if (tables === 0) return nothing('no user table is here: is it the right database?');
  const keys = `the keys of ${tables} ${tables === 1 ? 'table' : 'tables'}`;
  if (readable === tables) return all(`${keys}, and all their rows for --orphans`);
  const policies = behindPolicies > 0 ? `; row policies hide rows of ${behindPolicies}` : '';
  return part(`${keys}, and for --orphans the rows of ${readable}${policies}`);
}

function ofSessions(beside: string): (rights: Rights) => Judged {
  return ({ seesSessions }) =>
    seesSessions
      ? all(`${beside}, and what every session does`)
      : part(`${beside}; what sessions of other roles do is hidden: grant pg_read_all_stats`);
}

function ofRevisions({ versionTables }: Rights): Judged {
  const [first] = versionTables;
  if (first === undefined) return nothing('there is no table alembic_version');
  const readable = versionTables.find((table) => table.readable);
  if (readable === undefined) return nothing(`this role may not read ${first.schema}.alembic_version`);
  return all(`the revision in ${readable.schema}.alembic_version; --versions-dir names the code's`);
}

function ofRepair({ tables, owned, standby }: Rights): Judged {
  if (standby) return part('plans; --apply needs the primary, and this is a standby');
  if (owned === tables && tables > 0) return all('plans, and --apply for every table');
  if (owned === 0) return part("plans; --apply needs the tables' owner, and this role owns none");
  return part(`plans; --apply for the ${owned} of ${tables} tables that this role owns`);
}

function together({ api, token, database }: Places): Judged {
  const access: readonly (readonly [string, Place])[] = [
    ['the deployment', api],
    ['the mute endpoints', barred('', api) === null ? token : api],
    ['the database', database],
  ];
  const seen = access.filter(([, place]) => barred('', place) === null).map(([what]) => what);
  const open = access.filter(([, { state }]) => state === 'unknown').map(([what]) => what);
  const without = access.filter(([what, place]) => barred('', place) !== null && !open.includes(what));
  const said = [
    seen.join(', '),
    without.length > 0 ? `not ${without.map(([what]) => what).join(', nor ')}` : '',
    open.length > 0 ? `not known: ${open.join(', ')}` : '',
  ].filter((each) => each !== '');
  if (access.every(([, { state }]) => state === 'reached')) return all(said.join('; '));
  if (seen.length > 0) return part(said.join('; '));
  return { sees: open.length > 0 ? 'unknown' : 'nothing', what: said.join('; ') };
}
