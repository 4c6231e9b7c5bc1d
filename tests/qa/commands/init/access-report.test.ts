import { expect, it } from 'vitest';
import type { Rights } from '../../../../src/checks/access/index.ts';
import type { Exchange } from '../../../../src/checks/http/index.ts';
import { accessReport, accessReportText } from '../../../../src/qa/commands/init/access-report.ts';
import type { Seen } from '../../../../src/qa/commands/init/places.ts';
import type { Target } from '../../../../src/qa/target/target.ts';
import type { TerminalStyle } from '../../../../src/qa/command.ts';
import { answered, silent } from './liveness.ts';
import { rights } from './rights.ts';
import { exampleTarget as target } from '../../../support/example-target.ts';

const nowhere = { ...target, origin: null, databaseUrl: null };

const refusedConnection = silent({
  layer: 'tcp',
  code: 'ECONNREFUSED',
  message: 'connect ECONNREFUSED 10.0.0.1:443',
});

const withRights = (more: Partial<Rights>): Pick<Seen, 'database'> => ({
  database: { database: 'h:5432/d', failure: null, rights: { ...rights, ...more } },
});
const turnedAway = (reason: string, refused: boolean): Pick<Seen, 'database'> => ({
  database: { database: 'h:5432/d', failure: { reason, refused }, rights: null },
});
const railway = (more: Partial<NonNullable<Seen['platform']>>): Pick<Seen, 'platform'> => ({
  platform: {
    onRailway: true,
    source: 'graphql',
    refusal: null,
    deployment: null,
    bypass: { own: null, ownIsTheService: false, service: null, serviceSeen: false },
    ...more,
  },
});
const deployment = {
  id: 'd',
  status: 'SUCCESS',
  createdAt: null,
  commit: null,
  instances: [],
  restarts: null,
};
const signedIn = (exchange: Exchange): Pick<Seen, 'api'> => ({
  api: { liveness: answered(200), signedIn: exchange },
});
const everything: Seen = {
  ...signedIn(answered(200)),
  ...withRights({}),
  ...railway({ deployment }),
  cut: 'the deadline of 1 s was over',
};

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const tokenOf = (claims: object): string => `${encode({ alg: 'HS256' })}.${encode(claims)}.c2ln`;
const good = tokenOf({ sub: 'u', exp: Date.UTC(2999, 0, 2, 3, 4, 5) / 1000 });
const expired = tokenOf({ sub: 'u', exp: Date.UTC(2001, 0, 2, 3, 4, 5) / 1000 });

/** What differs from a target of which all is reached. */
interface Case {
  readonly target?: Target;
  readonly token?: string | null;
  readonly seen?: Partial<Seen>;
  readonly interrupted?: number;
  readonly style?: Partial<TerminalStyle>;
}

const cases: Readonly<Record<string, Case>> = {
  'in colour': { style: { colour: true } },
  'no token, and Railway is not asked': {
    token: null,
    seen: railway({ onRailway: false, source: 'none', refusal: 'Railway does not run this target' }),
  },
  'a token that never ends, and no API': {
    target: { ...target, origin: null },
    token: tokenOf({ sub: 'u' }),
  },
  'a token that has expired': { token: expired },
  'a key in place of a token': { token: 'sb_secret_1' },
  'a token that is refused': { seen: signedIn(answered(403)) },
  'a token that is unauthorized, and a database that refuses, in colour': {
    seen: { ...signedIn(answered(401)), ...turnedAway('password authentication failed for user "u"', true) },
    style: { colour: true },
  },
  'a token beside an error of the API': { seen: signedIn(answered(500)) },
  'a token that nobody took': { seen: signedIn(refusedConnection) },
  'a token, and no reason why nobody took it': { seen: signedIn(silent(null)) },
  'nothing was looked at': { seen: { api: null, database: null, platform: null } },
  'nothing was looked at, and interrupted': {
    seen: { api: null, database: null, platform: null, cut: 'interrupted' },
    interrupted: 130,
  },
  'the API redirects': {
    seen: { api: { liveness: answered(300, { location: 'https://b/' }), signedIn: null } },
  },
  'the API redirects nowhere': { seen: { api: { liveness: answered(399), signedIn: null } } },
  'the API answers with an error': { seen: { api: { liveness: answered(400), signedIn: answered(200) } } },
  'the API has another prefix': { seen: { api: { liveness: answered(404), signedIn: answered(404) } } },
  "Railway's edge answers alone": {
    seen: { api: { liveness: answered(404, { 'x-railway-fallback': 'true' }), signedIn: null } },
  },
  'the API cannot be reached': { seen: { api: { liveness: refusedConnection, signedIn: null } } },
  'the API does not answer, for no reason': { seen: { api: { liveness: silent(null), signedIn: null } } },
  'the database cannot be reached': { seen: turnedAway('could not connect: timed out', false) },
  'no database': { target: { ...target, databaseUrl: null }, seen: { database: null } },
  'a database alone, of a superuser on a standby': {
    target: { ...target, origin: null },
    token: null,
    seen: withRights({ standby: true, superuser: true, role: 'postgres', version: 150_012 }),
  },
  'one table': { seen: withRights({ tables: 1, readable: 1, owned: 1 }) },
  'no table': { seen: withRights({ tables: 0, readable: 0, owned: 0, versionTables: [] }) },
  'rows that may not be read': { seen: withRights({ readable: 1, owned: 0, seesSessions: false }) },
  'rows that policies hide': {
    seen: withRights({
      readable: 1,
      behindPolicies: 1,
      owned: 2,
      versionTables: [{ schema: 'app', readable: false }],
    }),
  },
  'the second table of revisions can be read': {
    seen: withRights({
      versionTables: [
        { schema: 'app', readable: false },
        { schema: 'public', readable: true },
      ],
    }),
  },
  'Railway refuses the token': { seen: railway({ refusal: 'Not Authorized' }) },
  'the railway command is not signed in': { seen: railway({ source: 'command', refusal: 'Unauthorized' }) },
  'Railway was not asked, for no reason': { seen: railway({ source: 'none' }) },
  'Railway tells of nothing': { seen: railway({}) },
  'nothing is given': { target: nowhere, token: null },
  'a narrow terminal': { style: { columns: 40 } },
};

/** As lines; escapes of a terminal are made visible. */
const told = ({ seen, interrupted, style, ...given }: Case, written: readonly string[] = []): string[] => {
  const report = accessReport({
    target,
    token: good,
    seen: { ...everything, ...seen },
    interrupted: interrupted ?? null,
    ...given,
  });
  const terminal = { isTerminal: true, columns: 110, colour: false, ascii: false, links: false, ...style };
  return accessReportText(report, written, terminal).replaceAll('\u001b[', '⟦').split('\n');
};

it('what was seen is told place by place, command by command, and in a verdict', async () => {
  const healthy = told({}, ['Written into \u0007 qa.config.json.']);
  const others = Object.entries(cases).map(([title, each]) =>
    [`# ${title}`, ...told(each).filter((line) => !healthy.includes(line))].join('\n'),
  );
  await expect(`${healthy.join('\n')}\n${others.join('\n\n')}\n`).toMatchFileSnapshot('./access-report.txt');
});
