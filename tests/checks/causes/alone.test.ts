import { expect, it } from 'vitest';
import { catalogue } from '../../../src/checks/catalogue.ts';
import type { Cause } from '../../../src/checks/cause.ts';
import { causes } from '../../../src/checks/causes/index.ts';
import type { Evidence } from '../../../src/checks/evidence.ts';
import type { Finding, Verdict } from '../../../src/checks/finding.ts';
import { exampleKeys, productExpected, productKey } from '../../../src/checks/foreign-keys/examples/keys.ts';
import { exampleAct, exampleJourney } from '../../../src/checks/mute/examples/journey.ts';
import { observationsOf } from '../../../src/checks/observations.ts';
import { clear, found } from './verdicts.ts';

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

/** Checks whose findings carry the status and the text of an answer. */
const answers =
  /^(rejected-|unreadable-|healthy-but|gateway|railway-edge|unreachable-|write-race|lost-|exposed-)/;

const shown = ({ severity, facts }: Partial<Finding>): string =>
  Object.entries({ ...(severity === undefined ? {} : { severity }), ...facts })
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ') || 'alone';

/** What one finding says to every cause, with the facts that make it say so; nothing where it says nothing. */
function sayings(code: string): string[] {
  const saying = new Map<string, string[]>();
  for (const variant of answers.test(code) ? variants : variants.slice(0, 2)) {
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
  'a migration waits, behind an idle transaction': [
    [
      found('blocked-ddl', { facts: { rootPids: [42] } }),
      found('idle-in-transaction', { subject: 'pid 42', severity: 'warning' }),
    ],
    {},
  ],
};

it('every cause is weighed as it was read, in every situation', async () => {
  const text = Object.entries(situations).map(([name, [verdicts, evidence]]) => {
    const seen = observationsOf(verdicts, evidence);
    const lines = causes.flatMap((cause) => {
      const { status, because, wouldDecide, doNow } = cause.weigh(seen);
      return [
        `  ${cause.code}: ${status}`,
        ...because.map((line) => `    because ${line}`),
        ...wouldDecide.map((line) => `    would decide: ${line}`),
        ...doNow.map((line) => `    do now: ${line}`),
      ];
    });
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
