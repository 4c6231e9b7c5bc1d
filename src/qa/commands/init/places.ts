import type { ApiAccess, DatabaseAccess, Rights } from '../../../checks/access/index.ts';
import { applicationNotFound, type Platform } from '../../../checks/deployment/index.ts';
import { readToken } from '../../../checks/mute/index.ts';
import { connectionAdvice } from '../../output/connection-advice.ts';

/**
 * What became of one place: `reached`; `in part`, where it answers and not as it should; `refused`, where it
 * answers and turns us away; `unknown`, where nobody could look; `not given`.
 */
export type State = 'reached' | 'in part' | 'refused' | 'unknown' | 'not given';

export interface Place {
  readonly state: State;
  /** What is there, or why nothing is known of it. */
  readonly says: string;
}

export interface Seen {
  readonly api: ApiAccess | null;
  readonly database: DatabaseAccess | null;
  readonly platform: Platform | null;
  /** Why a place that was asked said nothing: the run's end. */
  readonly cut: string;
}

/** The API, by a route that needs no token. */
export function apiPlace(origin: string | null, { api, cut }: Seen): Place {
  if (origin === null) return notGiven('no base URL (--base-url, QA_BASE_URL)');
  if (api === null) return unknown(cut);
  const { liveness } = api;
  const { answer, failure, request, phases } = liveness;
  if (answer === null) return unknown(withAdvice(failure?.message ?? 'no answer came'));
  const { status, headers } = answer;
  if (applicationNotFound(liveness))
    return unknown("Railway's edge answers, and has no application under this name: check the domain");
  if (status >= 300 && status < 400)
    return unknown(
      `it leads elsewhere (${status} to ${headers['location'] ?? 'nowhere'}): give that address`,
    );
  if (status === 404) return unknown(`${request.path} is not there (404): check --api-prefix`);
  if (status >= 200 && status < 300)
    return { state: 'reached', says: `answers ${status} in ${Math.round(phases.total)} ms` };
  return { state: 'in part', says: `answers, with ${status}: qa verify-railway says more` };
}

/** The token, by what it says of itself and by one read. */
export function tokenPlace(
  token: string | null,
  origin: string | null,
  { api, cut }: Seen,
  nowMs: number,
): Place {
  if (token === null) return notGiven('no token (--token-file, QA_TOKEN)');
  const reading = readToken(token, nowMs);
  if ('reason' in reading) return refused(`it ${reading.reason}`);
  const until = reading.expiresAt === null ? 'without an end' : `until ${moment(reading.expiresAt)}`;
  if (reading.status === 'expired') return refused(`it was good ${until}, and has expired: get a new one`);
  if (origin === null) return { state: 'in part', says: `good ${until}; there is no API to ask about it` };
  const exchange = api?.signedIn ?? null;
  if (exchange === null) return unknown(cut);
  const { answer, failure } = exchange;
  if (answer === null) return unknown(withAdvice(failure?.message ?? 'no answer came'));
  if (answer.status === 401 || answer.status === 403) return refused(`the API refuses it (${answer.status})`);
  if (answer.status === 200) return { state: 'reached', says: `accepted, good ${until}` };
  return unknown(`the API answers ${answer.status}, which does not say whether it accepts the token`);
}

/** The database, and what this role may there. */
export function databasePlace(isGiven: boolean, { database, cut }: Seen): Place {
  if (!isGiven) return notGiven('no database (--database-url, QA_DATABASE_URL)');
  if (database === null) return unknown(cut);
  const { failure, rights } = database;
  if (rights !== null) return { state: 'reached', says: describeRights(rights) };
  const says = withAdvice(failure?.reason ?? cut);
  return failure?.refused === true ? refused(says) : unknown(says);
}

function describeRights({ version, standby, role, superuser, tables, readable, owned }: Rights): string {
  const release = `PostgreSQL ${Math.floor(version / 10_000)}.${version % 10_000}`;
  const server = `${release}${standby ? ', a standby' : ''}`;
  const who = superuser ? `${role}, a superuser` : role;
  return `${server}, as ${who}: reads ${readable} of ${tables} tables, owns ${owned}`;
}

/** Railway itself, which knows what no request shows: deployments, variables, logs. */
export function railwayPlace(origin: string | null, { platform, cut }: Seen): Place {
  if (origin === null) return notGiven('no base URL, so no service to ask about');
  if (platform === null) return unknown(cut);
  const { onRailway, source, refusal, deployment } = platform;
  if (!onRailway || source === 'none') return notGiven(refusal ?? 'nobody was asked');
  // A token was given to be used; a railway command that is installed and not signed in was not.
  if (refusal !== null) return source === 'graphql' ? unknown(refusal) : notGiven(refusal);
  if (deployment === null) return unknown('Railway tells of no deployment');
  return { state: 'reached', says: 'tells of the latest deployment and of the variables' };
}

function withAdvice(reason: string): string {
  const advice = connectionAdvice(reason);
  return advice === null ? reason : `${reason}. ${advice}`;
}

function moment(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

const notGiven = (says: string): Place => ({ state: 'not given', says });
const refused = (says: string): Place => ({ state: 'refused', says });
const unknown = (says: string): Place => ({ state: 'unknown', says });
