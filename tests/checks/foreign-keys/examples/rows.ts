import { tables, type Scenario } from './scenario.ts';

const orphan = 'insert into child values (1, 7, 0);';

/**
 * What is said where rows were looked at and some have no parent: no statement is offered that would fail.
 */
export const rowScenarios: readonly Scenario[] = [
  {
    code: 'unvalidated-constraint',
    title: 'NOT VALID with an orphan',
    subject: 'public.child.child_parent',
    orphans: true,
    setup: `${tables} ${orphan} alter table child add constraint child_parent foreign key (parent_id)
      references parent not valid;`,
    facts: { orphans: 1 },
    beside: ['orphan-rows'],
    curable: false,
  },
  {
    code: 'unenforced-constraint',
    title: 'NOT ENFORCED with an orphan',
    subject: 'public.child.child_parent',
    since18: true,
    orphans: true,
    setup: `${tables} ${orphan} alter table child add constraint child_parent foreign key (parent_id)
      references parent not enforced;`,
    facts: { orphans: 1 },
    beside: ['orphan-rows'],
    curable: false,
  },
  {
    code: 'orphan-rows',
    title: 'rows that came while the triggers were off',
    subject: 'public.child.child_parent',
    orphans: true,
    setup: `${tables} alter table child add constraint child_parent foreign key (parent_id) references parent;
      set session_replication_role = replica; ${orphan} set session_replication_role = origin;`,
    facts: { orphans: 1, samples: [{ id: '1', parent_id: '7' }] },
    curable: false,
  },
];
