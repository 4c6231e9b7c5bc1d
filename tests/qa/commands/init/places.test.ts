import { expect, it } from 'vitest';
import type { Rights } from '../../../../src/checks/access/index.ts';
import type { Exchange } from '../../../../src/checks/http/index.ts';
import {
  apiPlace,
  databasePlace,
  railwayPlace,
  type Place,
  type Seen,
  type State,
} from '../../../../src/qa/commands/init/places.ts';
import { commandAccess, type Places } from '../../../../src/qa/commands/init/command-access.ts';
import { answered, silent } from './liveness.ts';
import { rights } from './rights.ts';

const nothing: Seen = { api: null, database: null, platform: null, cut: 'the deadline of 1 s was over' };

const unresolved = (message: string): Exchange => silent({ layer: 'dns', code: 'ENOTFOUND', message });
const api = (liveness: Exchange): Seen => ({ ...nothing, api: { liveness, signedIn: null } });

it.each<[string, Seen, State, string]>([
  ['a good answer', api(answered(200)), 'reached', 'answers 200 in 12 ms'],
  ['an error', api(answered(503)), 'in part', 'answers, with 503'],
  [
    'a redirect',
    api(answered(301, { location: 'https://b/' })),
    'unknown',
    'leads elsewhere (301 to https://b/)',
  ],
  ['no such route', api(answered(404)), 'unknown', 'check --api-prefix'],
  ["Railway's edge alone", api(answered(404, { 'x-railway-fallback': 'true' })), 'unknown', 'no application'],
  ['no such name', api(unresolved('getaddrinfo ENOTFOUND a')), 'unknown', 'does not resolve'],
  ['a run that was cut off', nothing, 'unknown', 'the deadline of 1 s was over'],
])('the API: %s', (_, seen, state, says) => {
  const place = apiPlace('https://a', seen);
  expect(place.state).toBe(state);
  expect(place.says).toContain(says);
});

const bypass = { own: null, ownIsTheService: false, service: null, serviceSeen: false };
const platform = (source: 'none' | 'command' | 'graphql', refusal: string | null): Seen => ({
  ...nothing,
  platform: { onRailway: true, source, refusal, deployment: null, bypass },
});

it.each<[string, Seen, State]>([
  ['a token that is refused was meant to be used', platform('graphql', 'Not Authorized'), 'unknown'],
  ['a command that is not signed in is nobody’s wish', platform('command', 'Unauthorized'), 'not given'],
  ['neither is there', platform('none', 'no RAILWAY_TOKEN'), 'not given'],
  ['it tells of nothing', platform('graphql', null), 'unknown'],
])('Railway: %s', (_, seen, state) => {
  expect(railwayPlace('https://a', seen).state).toBe(state);
});

it('a database that turned us away is no database that could not be reached', () => {
  const seen = (refused: boolean): Seen => ({
    ...nothing,
    database: { database: 'h:5432/d', failure: { reason: 'no', refused }, rights: null },
  });
  expect(databasePlace(true, seen(true)).state).toBe('refused');
  expect(databasePlace(true, seen(false)).state).toBe('unknown');
});

const states: readonly State[] = ['reached', 'in part', 'refused', 'unknown', 'not given'];
const place = (state: State): Place => ({ state, says: `it is ${state}` });

/** What each command cannot do without. */
const needs: Readonly<Record<string, readonly (keyof Places)[]>> = {
  'verify-mute': ['api', 'token'],
  'verify-railway': ['api', 'railway'],
  'inspect-fk': ['database'],
  'inspect-locks': ['database'],
  'inspect-sessions': ['database'],
  'inspect-migrations': ['database'],
  diagnose: ['api', 'token', 'database'],
  'repair-fk': ['database'],
  recover: ['api', 'token'],
};

it('no command is said to see all where something that it needs was not reached, in any combination', () => {
  let judged = 0;
  for (const one of states)
    for (const two of states)
      for (const three of states)
        for (const four of states) {
          const places = { api: place(one), token: place(two), database: place(three), railway: place(four) };
          const seen = commandAccess(places, three === 'reached' ? rights : null);
          expect(seen.map(({ command }) => command)).toEqual(Object.keys(needs));
          for (const { command, sees, what } of seen) {
            expect(what).not.toBe('');
            const closed = (needs[command] ?? [])
              .map((key) => places[key].state)
              .filter((state) => state !== 'reached');
            if (sees === 'all') expect(closed).toEqual([]);
            judged += 1;
          }
        }
  expect(judged).toBe(states.length ** 4 * Object.keys(needs).length);
});

it.each<[string, Partial<Rights>, string, string, string]>([
  ['no table', { tables: 0, readable: 0, owned: 0 }, 'inspect-fk', 'nothing', 'is it the right database?'],
  ['rows that it may not read', { readable: 1 }, 'inspect-fk', 'part', 'for --orphans the rows of 1'],
  ['row policies', { readable: 1, behindPolicies: 2 }, 'inspect-fk', 'part', 'row policies hide rows of 2'],
  ['no pg_read_all_stats', { seesSessions: false }, 'inspect-locks', 'part', 'grant pg_read_all_stats'],
  ['no alembic_version', { versionTables: [] }, 'inspect-migrations', 'nothing', 'no table alembic_version'],
  [
    'an alembic_version of others',
    { versionTables: [{ schema: 'app', readable: false }] },
    'inspect-migrations',
    'nothing',
    'may not read app.alembic_version',
  ],
  ['tables of others', { owned: 0 }, 'repair-fk', 'part', 'this role owns none'],
  ['tables of others among them', { owned: 2 }, 'repair-fk', 'part', 'the 2 of 3 tables'],
  ['a standby', { standby: true }, 'repair-fk', 'part', 'this is a standby'],
])('rights: %s', (_, more, command, sees, what) => {
  const reached = place('reached');
  const places = { api: reached, token: reached, database: reached, railway: reached };
  const seen = commandAccess(places, { ...rights, ...more }).find((each) => each.command === command);
  expect(seen?.sees).toBe(sees);
  expect(seen?.what).toContain(what);
});
