import { expect, it } from 'vitest';
import { catalogue } from '../../../src/checks/catalogue.ts';
import type { Cause } from '../../../src/checks/cause.ts';
import { causes } from '../../../src/checks/causes/index.ts';
import type { Evidence } from '../../../src/checks/evidence.ts';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import { exampleKeys, productExpected, productKey } from '../../../src/checks/foreign-keys/examples/keys.ts';
import { exampleAct, exampleJourney } from '../../../src/checks/mute/examples/journey.ts';
import { observationsOf, type Observations } from '../../../src/checks/observations.ts';
import { reasons } from '../../../src/checks/deployment/start-log/signs.ts';
import { clear, found, unknown } from './verdicts.ts';

const codes = [...new Set(catalogue.map(({ check }) => check.code))].toSorted();

/** Facts that decide between causes; the text is what PostgreSQL and its drivers write. */
const variants: readonly Partial<Finding>[] = [
  {},
  { severity: 'warning' },
  ...[401, 403, 404, 422, 500, 501, 502, 503].map((status) => ({ facts: { status } })),
  { facts: { layer: 'dns' } },
  { facts: { layer: 'tcp' } },
  { facts: { reason: 'column' } },
  { facts: { absent: ['table'] } },
  { facts: { rootPids: [42], pid: 42 }, subject: 'pid 42' },
  { facts: { status: 500, detail: 'column a.b does not exist' } },
  { facts: { status: 500, detail: 'relation "a" does not exist' } },
  { facts: { status: 500, detail: 'cannot execute INSERT in a read-only transaction' } },
  { facts: { status: 500, detail: 'canceling statement due to lock timeout' } },
  { facts: { status: 500, detail: 'QueuePool limit of size 5 overflow 10 reached' } },
  { facts: { status: 500, detail: 'could not translate host name "db" to address' } },
  { facts: { status: 500, detail: 'violates foreign key constraint "a_fkey"' } },
];

/** Of a log, the subject says why a start failed. */
const logged: readonly Partial<Finding>[] = [...reasons, 'crash-loop'].map((subject) => ({ subject }));

/** Checks whose findings carry the status and the text of an answer. */
const answers =
  /^(rejected-|unreadable-|healthy-but|gateway|railway-edge|unreachable-|write-race|lost-|exposed-)/;

function variantsOf(code: string): readonly Partial<Finding>[] {
  if (code === 'failed-start') return logged;
  return answers.test(code) ? variants : variants.slice(0, 2);
}

const shown = ({ severity, subject, facts }: Partial<Finding>): string =>
  Object.entries({
    ...(severity === undefined ? {} : { severity }),
    ...(subject === undefined || facts !== undefined ? {} : { subject }),
    ...facts,
  })
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ') || 'alone';

/**
 * What one finding says to every cause, with the facts that make it say so; nothing where it says nothing.
 */
function sayings(code: string): string[] {
  const saying = new Map<string, string[]>();
  for (const variant of variantsOf(code)) {
    const verdict = found(code, variant);
    const seen = observationsOf([verdict], {});
    const weighed = causes.map((cause) => ({ cause, weighing: cause.weigh(seen) }));
    const codesOf = (how: string, list: readonly Cause[]): string[] =>
      list.length === 0 ? [] : [`${how} ${list.map((cause) => cause.code).join(', ')}`];
    const of = (status: string, isSeen = true): Cause[] =>
      weighed
        .filter(({ weighing }) => weighing.status === status && weighing.because.length > 0 === isSeen)
        .map(({ cause }) => cause);
    const said = [
      ...codesOf('confirms', of('confirmed')),
      ...codesOf('points at', of('possible')),
      ...codesOf('excludes', of('excluded')),
      ...codesOf(
        'is explained by',
        causes.filter((cause) => verdict.findings.some((finding) => cause.explains(finding))),
      ),
    ].join('; ');
    saying.set(said, [...(saying.get(said) ?? []), shown(variant)]);
  }
  return [...saying].flatMap(([said, how]) =>
    said === '' ? [] : [`${code}`, `  ${said}`, `    ${how.join(' | ')}`],
  );
}

it('what one finding alone confirms, points at, and is explained by, is as it was read', async () => {
  const lines = codes.flatMap(sayings);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./alone.txt');
});

const walks = (...failing: readonly string[]): Evidence => ({
  journey: exampleJourney({
    walks: Object.fromEntries(failing.map((kind) => [kind, { mute: exampleAct({ status: 500 }) }])),
  }),
});
const kinds = ['source', 'theme', 'topic', 'content-type'];
const refused = (kind: string): Verdict =>
  found('rejected-mute', { subject: kind, facts: { status: 500 }, fingerprint: `rejected-mute:${kind}` });
const violation = found('foreign-key-violation', {
  subject: 'source',
  facts: {
    constraint: 'user_personalization_user_id_fkey',
    table: 'user_personalization',
    references: 'user_profiles',
  },
});
const profile = (present: boolean): Evidence => ({ profile: { table: 'public.user_profiles', present } });
const keysLeadTo = (column: 'id' | 'user_id'): Evidence => ({
  keys: exampleKeys([productKey(column)], productExpected()),
});

/** Situations in which several observations meet. */
const situations: Readonly<Record<string, readonly [readonly Verdict[], Evidence]>> = {
  'nothing was looked at': [[], {}],
  'every check is clear': [codes.map(clear), profile(true)],
  'a violation, and no database': [[violation], {}],
  'a violation, and the right key': [
    [violation, clear('wrong-target'), clear('conflicting-targets')],
    keysLeadTo('user_id'),
  ],
  'a violation, and the wrong key of a user with a profile': [
    [violation, found('wrong-target'), clear('conflicting-targets')],
    { ...keysLeadTo('id'), ...profile(true) },
  ],
  'a violation, and no profile': [[violation], profile(false)],
  'migrations are pending for a start that failed, and the deployment before is green': [
    [found('failed-start', { subject: 'pending-migrations' }), clear('pending-migrations')],
    {},
  ],
  'a start found no database, and the deployment before has one': [
    [found('failed-start', { subject: 'unreachable-database' }), clear('unreachable-database')],
    {},
  ],
  'a start found an unknown revision, and the database is at a known one now': [
    [found('failed-start', { subject: 'unknown-revision' }), clear('unknown-revision')],
    {},
  ],
  'starts fail in a row, for a reason that the log tells': [
    ['crash-loop', 'unknown-revision'].map((subject) => found('failed-start', { subject })),
    {},
  ],
  'starts fail in a row, for a reason that is no cause': [
    ['crash-loop', 'bad-port'].map((subject) => found('failed-start', { subject })),
    {},
  ],
  'one kind is refused': [[refused('theme')], walks('theme')],
  'two kinds are refused': [[refused('theme'), refused('topic')], walks('theme', 'topic')],
  'every kind is refused': [kinds.map(refused), walks(...kinds)],
  'reads fail, and the probes are green': [
    [
      found('unreadable-preferences', { facts: { status: 500 } }),
      ...['dead-liveness', 'degraded-readiness', 'unreachable-database'].map(clear),
    ],
    {},
  ],
  'reads fail, and the pool is full': [
    [found('unreadable-preferences', { facts: { status: 500 } }), found('saturated-pool')],
    {},
  ],
  'a violation, and the wrong key of a user who was not looked up': [
    [violation, found('wrong-target')],
    keysLeadTo('id'),
  ],
  'a violation, and both keys, of a user who was not looked up': [
    [violation, found('conflicting-targets'), clear('wrong-target')],
    keysLeadTo('id'),
  ],
  'a violation, and a key that nobody enforces or validated': [
    [violation, clear('wrong-target'), clear('conflicting-targets')],
    { keys: exampleKeys([productKey('user_id', { validated: false, enforced: false })], productExpected()) },
  ],
  'a violation, and a key that is enforced and not validated': [
    [violation, clear('wrong-target'), clear('conflicting-targets')],
    { keys: exampleKeys([productKey('user_id', { validated: false })], productExpected()) },
  ],
  'a violation, and no key of that name': [
    [violation, clear('wrong-target'), clear('conflicting-targets')],
    { keys: exampleKeys([productKey('user_id', { name: 'another_fkey' })], productExpected()) },
  ],
  'a violation, and a key that was not judged': [[violation], keysLeadTo('user_id')],
  'violations of two kinds that name no key': [
    [
      found('foreign-key-violation', { subject: 'source' }),
      found('foreign-key-violation', { subject: 'theme', fingerprint: 'foreign-key-violation:theme' }),
    ],
    {},
  ],
  'a violation that names a key and no parent': [
    [found('foreign-key-violation', { subject: 'source', facts: { constraint: 'a_fkey', table: 'a' } })],
    {},
  ],
  'no violation, and no profile': [[clear('foreign-key-violation')], profile(false)],
  'no mute, and no profile': [[], profile(false)],
  'no mute, and no table of profiles': [[], { profile: { table: null, present: null } }],
  'the database is unreachable, and the pool is full': [
    [found('unreachable-database'), found('saturated-pool')],
    {},
  ],
  'the database is unreachable, and the pool is well used': [
    [found('unreachable-database'), found('saturated-pool', { severity: 'warning' })],
    {},
  ],
  'the database is unreachable, and an answer quotes a full pool': [
    [
      found('unreachable-database'),
      found('rejected-mute', { facts: { status: 500, detail: 'QueuePool limit of size 5 overflow 10' } }),
    ],
    {},
  ],
  'a migration waits, and idle transactions are hidden': [
    [found('blocked-ddl', { facts: { rootPids: [42] } }), unknown('idle-in-transaction')],
    {},
  ],
  'a migration waits for nobody that is named, and idle transactions are hidden': [
    [found('blocked-ddl', { facts: { rootPids: [] } }), unknown('idle-in-transaction')],
    {},
  ],
  'a migration waits, and nobody is idle': [
    [found('blocked-ddl', { facts: { rootPids: [42] } }), clear('idle-in-transaction')],
    {},
  ],
  'nobody waits, and idle transactions are hidden': [
    [clear('blocked-ddl'), unknown('idle-in-transaction')],
    {},
  ],
  'the code lacks a revision of the database': [
    [found('unknown-revision', { facts: { current: ['a'], expectedHeads: ['b'] } })],
    {},
  ],
  'the code lacks a revision that was expected': [
    [found('unknown-revision', { facts: { expectedHeads: ['b'] } })],
    {},
  ],
  'the code lacks a revision of the database, and one that was expected': [
    [
      found('unknown-revision', { facts: { expectedHeads: ['b'] } }),
      found('unknown-revision', { facts: { current: ['a'] }, fingerprint: 'unknown-revision:a' }),
    ],
    {},
  ],
  'one kind is refused for its form': [
    [found('rejected-mute', { subject: 'theme', facts: { status: 422 } })],
    walks('theme'),
  ],
  'one kind is refused, and two raced': [[refused('theme'), found('write-race')], walks('theme')],
  'every kind is refused by a gateway': [[...kinds.map(refused), found('gateway-error')], walks(...kinds)],
  'every kind is refused, and all raced': [[...kinds.map(refused), found('write-race')], walks(...kinds)],
  'every kind is refused, and the database is read-only': [
    [...kinds.map(refused), found('read-only-database')],
    walks(...kinds),
  ],
  'mutes answered with odd statuses': [
    kinds.map(refused),
    {
      journey: exampleJourney({
        walks: {
          source: { mute: exampleAct({ status: 300 }) },
          theme: { mute: exampleAct({ status: 199 }) },
          topic: { mute: exampleAct({ status: null }) },
          'content-type': { mute: null },
        },
      }),
    },
  ],
  'a key is missing, and all that it names is there': [
    [found('missing-foreign-key', { facts: { absent: [] } }), found('missing-foreign-key')],
    {},
  ],
  'reads fail for want of signing keys': [
    [found('healthy-but-failing', { facts: { status: 501 } }), clear('dead-liveness')],
    {},
  ],
  'reads fail, and the database is not looked at': [
    [found('unreadable-preferences', { facts: { status: 500 } })],
    {},
  ],
  'a migration waits, behind an idle transaction': [
    [
      found('blocked-ddl', { facts: { rootPids: [42] } }),
      found('idle-in-transaction', { subject: 'pid 42', severity: 'warning' }),
    ],
    {},
  ],
};

/** What a cause says, in lines. */
function weighed(cause: Cause, seen: Observations): string {
  const { status, because, wouldDecide, doNow } = cause.weigh(seen);
  return [
    `  ${cause.code}: ${status}`,
    ...because.map((line) => `    because ${line}`),
    ...wouldDecide.map((line) => `    would decide: ${line}`),
    ...doNow.map((line) => `    do now: ${line}`),
  ].join('\n');
}

it('every cause is weighed as it was read, in every situation', async () => {
  const unseen = causes.map((cause) => weighed(cause, observationsOf([], {})));
  const text = Object.entries(situations).map(([name, [verdicts, evidence]], place) => {
    const seen = observationsOf(verdicts, evidence);
    // The first situation tells all; the others, what differs from it.
    const lines = causes
      .map((cause) => weighed(cause, seen))
      .filter((said, index) => place === 0 || said !== unseen[index]);
    return `${name}\n${lines.join('\n')}\n`;
  });
  await expect(text.join('\n')).toMatchFileSnapshot('./situations.txt');
});

it('a cause leads to what it was said to lead to', async () => {
  const lines = causes.flatMap(({ code, leadsTo = [], why }) => [
    `${code}: ${why}`,
    ...leadsTo.map((to) => `  leads to ${to}`),
  ]);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./leads-to.txt');
});
