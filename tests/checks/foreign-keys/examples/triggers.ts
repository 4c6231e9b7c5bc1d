import { partitionedEvent, sound, withoutTriggers, type Scenario } from './scenario.ts';

/** What somebody with rights to the catalog did to one trigger of a key. */
const forged = (set: string, which: string): string =>
  `update pg_trigger set ${set} where tgisinternal and ${which};`;
const calls = (name: string): string => `tgfoid = '"RI_FKey_${name}"'::regproc`;
const nothing = "create function nothing() returns trigger language plpgsql as 'begin return null; end';";
const onPartitions = `create table period (id bigint primary key) partition by range (id);
  create table period_1 partition of period for values from (0) to (10);
  create table child (period_id bigint constraint child_period references period);
  create index on child (period_id);`;

/**
 * One of the four triggers, or of those of a partition, that is there and enforces nothing, or is not there.
 */
const shapes: readonly (readonly [title: string, setup: string, table: string])[] = [
  ['the check at an insert', `${sound} ${withoutTriggers('child', `and ${calls('check_ins')}`)}`, 'child'],
  ['the check at an update', `${sound} ${withoutTriggers('child', `and ${calls('check_upd')}`)}`, 'child'],
  ["the parent's at a delete", `${sound} ${withoutTriggers('parent', 'and tgtype = 9')}`, 'parent'],
  ["the parent's at an update", `${sound} ${withoutTriggers('parent', 'and tgtype = 17')}`, 'parent'],
  [
    'a function that does nothing',
    `${nothing} ${sound} ${forged("tgfoid = 'nothing'::regproc", calls('check_ins'))}`,
    'child',
  ],
  [
    'the same check twice',
    `${sound} ${forged(`${calls('check_upd')}, tgtype = 17`, calls('check_ins'))}`,
    'child',
  ],
  [
    'another action than the key has',
    `${sound} ${forged(calls('cascade_del'), calls('noaction_del'))}`,
    'parent',
  ],
  ['another event', `${sound} ${forged('tgtype = 17', calls('check_ins'))}`, 'child'],
  [
    'another table',
    `${sound} create table other (id int); ${forged("tgrelid = 'other'::regclass", calls('noaction_upd'))}`,
    'parent',
  ],
  ['no key that it is of', `${sound} ${forged('tgconstraint = 0', calls('check_ins'))}`, 'child'],
  [
    'a row of pg_trigger that is gone, and not what depends on it',
    `${sound} delete from pg_trigger where ${calls('check_ins')};`,
    'child',
  ],
  [
    'one of the two of a partition below a partition',
    `${partitionedEvent} ${withoutTriggers('event_1_1', `and ${calls('check_upd')}`)}`,
    'event_1_1',
  ],
  [
    'one of the two of a partition, calling another function',
    `${nothing} ${partitionedEvent} ${forged(
      "tgfoid = 'nothing'::regproc",
      `tgrelid = 'event_2'::regclass and ${calls('check_ins')}`,
    )}`,
    'event_2',
  ],
  [
    "one of the two of the parent's partition, at another event",
    `${onPartitions} ${forged('tgtype = 5', `tgrelid = 'period_1'::regclass and ${calls('noaction_del')}`)}`,
    'period_1',
  ],
];

const keyOf: Readonly<Record<string, string>> = {
  event_1_1: 'event.event_parent',
  event_2: 'event.event_parent',
  period_1: 'child.child_period',
};

export const triggerScenarios: readonly Scenario[] = [
  ...shapes.map(([title, setup, table]): Scenario => ({
    code: 'missing-triggers',
    title,
    subject: `public.${keyOf[table] ?? 'child.child_parent'}`,
    setup,
    facts: { missing: 1 },
  })),
  ...(['disable', 'enable replica'] as const).flatMap((how) =>
    (['check_ins', 'noaction_del'] as const).map((which): Scenario => ({
      code: 'disabled-triggers',
      title: `${how}: ${which} alone`,
      subject: 'public.child.child_parent',
      setup: `${sound}
        do $$ begin execute (select format('alter table %s ${how} trigger %I', tgrelid::regclass,
        tgname) from pg_trigger where ${calls(which)}); end $$;`,
    })),
  ),
];
