import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue } from '../../../src/checks/catalogue.ts';
import { causes } from '../../../src/checks/causes/index.ts';
import type { Evidence } from '../../../src/checks/evidence.ts';
import type { Finding, Severity, Verdict } from '../../../src/checks/finding.ts';
import { exampleKeys, productExpected, productKey } from '../../../src/checks/foreign-keys/examples/keys.ts';
import { exampleAct, exampleJourney, refusedSnapshot } from '../../../src/checks/mute/examples/journey.ts';
import { observationsOf, type Observations } from '../../../src/checks/observations.ts';
import { clear, found, skipped, unknown } from './verdicts.ts';

const byCode = new Map(causes.map((cause) => [cause.code, cause]));
const weigh = (code: string, verdicts: Parameters<typeof observationsOf>[0], evidence: Evidence = {}) => {
  const cause = byCode.get(code);
  if (cause === undefined) throw new Error(`There is no cause ${code}.`);
  return cause.weigh(observationsOf(verdicts, evidence));
};

describe('the catalogue of causes', () => {
  it('holds each once, in a file of its name', () => {
    const files = readdirSync('src/checks/causes').filter(
      (name) => name.endsWith('.ts') && name !== 'index.ts',
    );
    expect([...byCode.keys()].toSorted()).toEqual(files.map((name) => name.replace(/\.ts$/, '')).toSorted());
  });

  it('begins with the three hypotheses of the incident', () => {
    expect(causes.slice(0, 3).map(({ code }) => code)).toEqual([
      'profile-missing',
      'foreign-key-wrong-target',
      'foreign-key-half-swapped',
    ]);
  });

  it('lets a cause bring about only causes that there are', () => {
    for (const { leadsTo = [] } of causes) for (const code of leadsTo) expect(byCode.has(code)).toBe(true);
  });

  it.each(causes)(
    '$code is possible where nothing was looked at, and says what would decide',
    ({ weigh: of }) => {
      const { status, because, wouldDecide } = of(observationsOf([], {}));
      expect({ status, because }).toEqual({ status: 'possible', because: [] });
      expect(wouldDecide.length).toBeGreaterThan(0);
    },
  );

  it.each(causes)('$code is not excluded by checks that could not look', ({ weigh: of }) => {
    const blind = catalogue.map(({ check }) => unknown(check.code));
    expect(of(observationsOf(blind, {})).status).toBe('possible');
  });

  it.each(causes)('$code is excluded where every check is clear', ({ weigh: of }) => {
    const evidence = { profile: { table: 'public.user_profiles', present: true } };
    const allClear: Observations = {
      evidence,
      findings: [],
      found: () => [],
      clear: () => true,
      asked: () => true,
      unknown: () => [],
    };
    expect(of(allClear).status).toBe('excluded');
  });

  // A run without a finding and without an unknown is not weighed at all.
  it.each(causes)('$code is pointed at by no evidence in which nothing was found', ({ weigh: of }) => {
    const evidence: Evidence = {
      profile: { table: 'public.user_profiles', present: false },
      keys: exampleKeys([productKey('id')], productExpected()),
      journey: exampleJourney(),
      snapshot: refusedSnapshot(500, 'the database is away'),
    };
    for (const verdicts of [catalogue.map(({ check }) => clear(check.code)), []]) {
      const { status, because } = of(observationsOf(verdicts, evidence));
      expect(status === 'excluded' || (status === 'possible' && because.length === 0)).toBe(true);
    }
  });
});

type Simple = [cause: string, code: string, facts?: Finding['facts'], severity?: Severity];
const simple: Simple[] = [
  ['foreign-key-wrong-target', 'wrong-target'],
  ['foreign-key-half-swapped', 'conflicting-targets'],
  ['credentials-invalid', 'malformed-token'],
  ['credentials-invalid', 'expired-token'],
  ['credentials-invalid', 'not-a-user-token'],
  ['credentials-invalid', 'credentials-rejected'],
  ['email-unconfirmed', 'unconfirmed-email'],
  ['signing-keys-unavailable', 'signing-keys-unavailable'],
  ['request-contract-drift', 'rejected-mute', { status: 422 }],
  ['migrations-pending', 'pending-migrations'],
  ['migration-heads-split', 'split-heads'],
  ['migration-unknown-revision', 'unknown-revision'],
  ['migration-blocked', 'blocked-ddl'],
  ['pooler-drops-timeouts', 'dropped-startup-options'],
  ['role-timeout-kills-migration', 'role-timeout'],
  ['database-unreachable', 'unreachable-database'],
  ['database-read-only', 'read-only-database'],
  ['pool-exhausted', 'saturated-pool'],
  ['crash-loop', 'restarting-app'],
  ['stale-deployment', 'stale-deployment'],
  ['silent-write-loss', 'lost-mute'],
  ['host-misrouted', 'wrong-host'],
  ['host-misrouted', 'railway-edge-error', { status: 404 }],
  ['host-misrouted', 'unreachable-api', { layer: 'dns' }],
  ['gateway-failure', 'gateway-error'],
  ['stale-reads', 'delayed-read', {}, 'warning'],
  ['stale-reads', 'cached-answer', {}, 'warning'],
  ['concurrent-first-write', 'write-race', {}, 'warning'],
  ['access-open', 'open-endpoint'],
  ['access-open', 'forged-token-accepted'],
  ['foreign-key-unenforced', 'disabled-triggers'],
  ['migration-bypass-forgotten', 'migration-bypass', {}, 'warning'],
];

it.each(simple)('%s is confirmed by %s', (...[cause, code, facts = {}, severity = 'error']: Simple) => {
  const weighed = weigh(cause, [found(code, { facts, severity })]);
  expect(weighed.status).toBe('confirmed');
  expect(weighed.because.join()).toContain(`message of ${code}`);
});

describe('one error text, three causes', () => {
  const violation = found('foreign-key-violation', {
    subject: 'source',
    facts: { constraint: 'user_personalization_user_id_fkey', table: 'user_personalization' },
  });
  const three = ['profile-missing', 'foreign-key-wrong-target', 'foreign-key-half-swapped'] as const;
  const statuses = (verdicts: Parameters<typeof observationsOf>[0], evidence: Evidence = {}) =>
    three.map((code) => weigh(code, verdicts, evidence).status);
  const rightKey: Evidence = { keys: exampleKeys([productKey('user_id')], productExpected()) };
  const wrongKey: Evidence = { keys: exampleKeys([productKey('id')], productExpected()) };

  it('leaves all three possible without the database', () => {
    expect(statuses([violation])).toEqual(['possible', 'possible', 'possible']);
    for (const code of three) expect(weigh(code, [violation]).because).not.toEqual([]);
  });

  it('is the profile where the key is right', () => {
    const key = [violation, clear('wrong-target'), clear('conflicting-targets')];
    expect(statuses(key, rightKey)).toEqual(['confirmed', 'excluded', 'excluded']);
  });

  it('is the key where it leads to the wrong column, and the profile is there', () => {
    const key = [violation, found('wrong-target'), clear('conflicting-targets')];
    const profile = { table: 'public.user_profiles', present: true };
    expect(statuses(key, { ...wrongKey, profile })).toEqual(['excluded', 'confirmed', 'excluded']);
  });

  it('is both where the key is wrong and the profile is missing', () => {
    const key = [violation, found('wrong-target'), clear('conflicting-targets')];
    const profile = { table: 'public.user_profiles', present: false };
    expect(statuses(key, { ...wrongKey, profile })).toEqual(['confirmed', 'confirmed', 'excluded']);
  });

  it('is the half-finished swap where both keys are live', () => {
    const key = [violation, clear('wrong-target'), found('conflicting-targets')];
    expect(statuses(key, wrongKey)[2]).toBe('confirmed');
  });

  it("is left open by a database that has none of the product's tables", () => {
    const elsewhere = [violation, skipped('wrong-target'), clear('conflicting-targets')];
    const keys = exampleKeys([], productExpected());
    expect(statuses(elsewhere, { keys })).toEqual(['possible', 'possible', 'possible']);
  });
});

describe('a crash loop', () => {
  const start = (subject: string) => found('failed-start', { subject });
  it.each<[string, Verdict[], string]>([
    ['the log shows starts in a row', [start('crash-loop')], 'confirmed'],
    ['the log shows one start that failed', [start('missing-port')], 'possible'],
    ['it stayed up while watched, and its log shows a start', steady('failed-start'), 'excluded'],
    ['it stayed up while watched, and there is no log', steady(), 'possible'],
  ])('%s', (_, verdicts, status) => {
    expect(weigh('crash-loop', verdicts).status).toBe(status);
  });

  function steady(...codes: readonly string[]): Verdict[] {
    return ['restarting-app', ...codes].map(clear);
  }
});

describe('failing writes', () => {
  const refused = (kind: string, status = 500) =>
    found('rejected-mute', { subject: kind, facts: { status } });
  const walks = (failing: readonly string[]): Evidence => ({
    journey: exampleJourney({
      walks: Object.fromEntries(failing.map((kind) => [kind, { mute: exampleAct({ status: 500 }) }])),
    }),
  });

  it('are one route where the others work', () => {
    const evidence = walks(['theme']);
    expect(weigh('single-route-defect', [refused('theme')], evidence).status).toBe('confirmed');
    expect(weigh('write-path-failure', [refused('theme')], evidence).status).toBe('excluded');
  });

  it('are the write path where none works', () => {
    const kinds = ['source', 'theme', 'topic', 'content-type'];
    const verdicts = kinds.map((kind) => refused(kind));
    expect(weigh('write-path-failure', verdicts, walks(kinds)).status).toBe('confirmed');
    expect(weigh('single-route-defect', verdicts, walks(kinds)).status).toBe('excluded');
  });

  it('are the schema where every read fails too and the text names a column', () => {
    const read = found('unreadable-preferences', {
      facts: { status: 500, detail: 'column user_personalization.muted_topics does not exist' },
    });
    expect(weigh('schema-behind-code', [read]).status).toBe('confirmed');
  });
});

it('a waiting statement is blamed on the idle transaction at the root, not on another idle one', () => {
  const ddl = found('blocked-ddl', { facts: { rootPids: [42] } });
  const idle = (pid: number) => found('idle-in-transaction', { subject: `pid ${pid}`, severity: 'warning' });
  expect(weigh('idle-transaction-holds-locks', [ddl, idle(42)]).status).toBe('confirmed');
  expect(weigh('idle-transaction-holds-locks', [ddl, idle(7)]).status).toBe('excluded');
});

it.each<[string, string | null, number]>([
  ['an answer that does not come points at a lock', null, 1],
  ['a connection that is not made points at none', 'ETIMEDOUT', 0],
])('%s', (_, code, number) => {
  const silent = found('unreachable-api', { facts: { layer: 'timeout', code } });
  expect(weigh('migration-blocked', [silent]).because).toHaveLength(number);
});

it('NOT VALID alone is a step on the way; with rows without a parent it is a cause', () => {
  const open = found('unvalidated-constraint', { subject: 'public.a.b', severity: 'warning' });
  const enforced = [clear('disabled-triggers'), clear('missing-triggers')];
  expect(weigh('foreign-key-unenforced', [open, ...enforced]).status).toBe('possible');
  expect(weigh('foreign-key-unenforced', [open, ...enforced, clear('orphan-rows')]).status).toBe('excluded');
  const orphans = found('orphan-rows', { subject: 'public.a.b' });
  expect(weigh('foreign-key-unenforced', [open, ...enforced, orphans]).status).toBe('confirmed');
});

describe('an answer that quotes the database', () => {
  const quoting = (detail: string, status = 500) =>
    ['source', 'theme', 'topic', 'content-type'].map((kind) =>
      found('rejected-mute', {
        subject: kind,
        message: `POST /api/users/personalization/mute-${kind} was answered ${status}: ${detail}`,
        facts: { status },
      }),
    );
  const named = (verdicts: readonly Verdict[]) =>
    causes
      .filter(({ weigh: of }) => of(observationsOf(verdicts, {})).status === 'confirmed')
      .map(({ code }) => code);

  it.each([
    ['database-read-only', 'cannot execute INSERT in a read-only transaction'],
    ['database-read-only', '(psycopg.errors.ReadOnlySqlTransaction) la transaction est en lecture seule'],
    ['database-read-only', 'cannot execute UPDATE during recovery'],
    ['database-unreachable', 'connection to server at "db.example" (10.0.0.7), port 5432 failed: timeout'],
    ['database-unreachable', 'could not translate host name "db.example" to address: Name not known'],
    ['database-unreachable', 'FATAL: the database system is starting up'],
    ['database-unreachable', 'FATAL: Tenant or user not found'],
    ['database-unreachable', 'FATAL: password authentication failed for user "api"'],
    ['database-unreachable', "[Errno 111] Connect call failed ('10.0.0.7', 5432)"],
    ['database-unreachable', 'no pg_hba.conf entry for host "10.0.0.7", user "api", no encryption'],
    ['pool-exhausted', 'QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00'],
    ['pool-exhausted', 'FATAL: remaining connection slots are reserved for roles with SUPERUSER'],
    ['pool-exhausted', 'FATAL: sorry, too many clients already'],
    ['pool-exhausted', 'FATAL: too many connections for role "api"'],
    ['pool-exhausted', 'MaxClientsInSessionMode: max clients reached - in Session mode'],
    ['pool-exhausted', "psycopg_pool.PoolTimeout: couldn't get a connection after 30.00 sec"],
    ['pool-exhausted', 'Timed out fetching a new connection from the connection pool.'],
  ])('names %s for: %s', (cause, detail) => {
    expect(named(quoting(detail))).toEqual([cause]);
  });

  it.each([
    ['canceling statement due to lock timeout'],
    ['(psycopg.errors.LockNotAvailable) annulation de la requête'],
    ['could not obtain lock on relation "user_personalization"'],
    ['canceling statement due to statement timeout'],
  ])('points at a lock, and names nobody, for: %s', (detail) => {
    const verdicts = quoting(detail);
    expect(named(verdicts)).toEqual([]);
    const { status, because } = weigh('migration-blocked', verdicts);
    expect([status, because[0]]).toEqual(['possible', expect.stringContaining(detail)]);
  });

  it.each([
    ['Error 111 connecting to redis:6379. Connection refused.'],
    ['HTTPSConnectionPool(host=mailer): Max retries exceeded'],
    ['the account is read-only'],
    ['too many requests'],
    ['timeout'],
  ])('is of another thing, and every write fails, for: %s', (detail) => {
    expect(named(quoting(detail))).toEqual(['write-path-failure']);
  });

  it('counts more than a database that was looked at and can be written', () => {
    const verdicts = [clear('read-only-database'), ...quoting('(psycopg.errors.ReadOnlySqlTransaction)')];
    expect(named(verdicts)).toEqual(['database-read-only']);
  });
});
