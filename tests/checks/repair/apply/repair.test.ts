import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import type { Database } from '../../../../src/checks/postgres/session/session.ts';
import type { RepairContext } from '../../../../src/checks/repair/apply/context.ts';
import { emit } from '../../../../src/checks/repair/emit/sql-script.ts';
import { withoutTriggers } from '../../foreign-keys/examples/scenario.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { connectOnce, inspect, said } from '../../foreign-keys/inspect.ts';
import { repairKey } from '../repair-key.ts';

const tables = `
  create table parent (id bigint primary key, code bigint not null unique);
  create table child (id bigint primary key, code bigint not null);
  create index on child (code);
  insert into parent select n, n from generate_series(1, 100) as n;
  insert into child select n, n from generate_series(1, 100) as n;`;
const wrong =
  `${tables} alter table child add constraint child_code_fkey foreign key (code) references parent ` +
  '(id);';
const right = (rest: string): string =>
  `${tables} alter table child add constraint child_code_fkey foreign key (code) references parent ` +
  `(code) ${rest};`;
const expected: Expectation = {
  name: 'child_code_fkey',
  table: 'child',
  columns: ['code'],
  references: { table: 'parent', columns: ['code'] },
  onDelete: 'cascade',
};

function anotherRight(name: string, rest = ''): string {
  return `alter table child add constraint ${name} foreign key (code) references parent (code) on delete
    cascade ${rest};`;
}

interface State {
  readonly state: string;
  readonly title: string;
  readonly setup: string;
  readonly steps: readonly string[];
  readonly comment?: string;
  readonly since18?: boolean;
}

const anew = ['drop child_code_fkey, add child_code_fkey', 'validate child_code_fkey'];

/** What a repair can find, also what another one left that was killed. */
const states: readonly State[] = [
  { state: 'right', title: 'nothing to do', setup: right('on delete cascade'), steps: [] },
  {
    state: 'missing',
    title: 'no key',
    setup: tables,
    steps: ['add child_code_fkey', 'validate child_code_fkey'],
  },
  {
    state: 'wrong-target',
    title: 'with a comment',
    setup: `${wrong} comment on constraint child_code_fkey on child is 'it''s kept \\';`,
    steps: anew,
    comment: "it's kept \\",
  },
  ...['child', 'parent'].map((table): State => ({
    state: 'different',
    title: `as it should be, but for triggers of ${table} that are gone`,
    setup: `${right('on delete cascade')} ${withoutTriggers(table)}`,
    steps: anew,
  })),
  { state: 'different', title: 'no action', setup: right(''), steps: anew },
  {
    state: 'not-valid',
    title: 'after a swap',
    setup: right('on delete cascade not valid'),
    steps: ['validate child_code_fkey'],
  },
  {
    state: 'half-swapped',
    title: 'both keys live, the right one valid',
    comment: 'kept too',
    setup:
      `${wrong} alter table child add constraint child_code_fkey1 foreign key (code) references ` +
      "parent (code) on delete cascade; comment on constraint child_code_fkey on child is 'kept " +
      "too';",
    steps: ['drop child_code_fkey, rename child_code_fkey1 to child_code_fkey'],
  },
  {
    state: 'half-swapped',
    title: 'both keys live, the right one NOT VALID',
    setup:
      `${wrong} alter table child add constraint child_new foreign key (code) references parent ` +
      '(code) on delete cascade not valid;',
    steps: ['drop child_code_fkey, rename child_new to child_code_fkey', 'validate child_code_fkey'],
  },
  {
    state: 'half-swapped',
    title: 'the wrong key under another name',
    setup:
      `${right('on delete cascade')} alter table child add constraint child_old foreign key (code) ` +
      'references parent (id);',
    steps: ['drop child_old'],
  },
  {
    state: 'half-swapped',
    title: 'the right key with another action',
    setup: `${wrong} alter table child add constraint child_new foreign key (code) references parent (code);`,
    steps: ['drop child_code_fkey and child_new, add child_code_fkey', 'validate child_code_fkey'],
  },
  {
    state: 'half-swapped',
    title: 'the right key beside one of its name with another action',
    setup: `${right('')} ${anotherRight('child_new')}`,
    steps: ['drop child_code_fkey, rename child_new to child_code_fkey'],
  },
  {
    state: 'renamed',
    title: 'only under another name, with a comment',
    setup: `${tables} ${anotherRight('child_new')} comment on constraint child_new on child is 'kept';`,
    steps: ['rename child_new to child_code_fkey'],
    comment: 'kept',
  },
  {
    state: 'renamed',
    title: 'only under another name, NOT VALID',
    setup: `${tables} ${anotherRight('child_new', 'not valid')}`,
    steps: ['rename child_new to child_code_fkey', 'validate child_code_fkey'],
  },
  {
    state: 'renamed',
    title: 'NOT VALID, beside a valid twin',
    setup: `${right('on delete cascade not valid')} ${anotherRight('child_new')}`,
    steps: ['drop child_code_fkey, rename child_new to child_code_fkey'],
  },
  {
    state: 'duplicated',
    title: 'beside a leftover, which alone has a comment',
    setup: `${right('on delete cascade')} ${anotherRight('child_new', 'not valid')}
      comment on constraint child_new on child is 'kept';`,
    steps: ['drop child_new'],
    comment: 'kept',
  },
  {
    state: 'not-valid',
    title: 'beside a leftover that is NOT VALID either',
    setup: `${right('on delete cascade not valid')} ${anotherRight('child_new', 'not valid')}`,
    steps: ['validate child_code_fkey', 'drop child_new'],
  },
  {
    state: 'not-enforced',
    title: 'NOT ENFORCED',
    setup: right('on delete cascade not enforced'),
    steps: anew,
    since18: true,
  },
];

const definition = async (database: FreshDatabase) =>
  database.query(
    'select conname, pg_get_constraintdef(oid) as is, convalidated, obj_description(oid, ' +
      "'pg_constraint') as comment from pg_constraint where conrelid = 'child'::regclass and contype = " +
      "'f'",
  );

describe.each([15, 18] as const)('PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let looked: Database;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
    looked = connectOnce(database.url);
  });
  afterEach(() => database.empty());
  afterAll(async () => {
    await looked.close();
    await database.close();
  });
  const repaired = (constraint: string, changes: Partial<RepairContext> = {}) =>
    repairKey(database.url, constraint, [expected], { database: looked, afterwards: looked, ...changes });

  describe.each(states.filter(({ since18 = false }) => !since18 || version === 18))(
    '$state: $title',
    ({ state, setup, steps, comment = null }) => {
      const end = [
        {
          conname: 'child_code_fkey',
          is: 'FOREIGN KEY (code) REFERENCES parent(code) ON DELETE CASCADE',
          convalidated: true,
          comment,
        },
      ];

      it('is planned without a change, and made right by what can be pasted', async () => {
        await database.query(setup);
        const before = await definition(database);
        const plan = await repaired('child_code_fkey');
        expect({
          before: plan.before,
          after: plan.after,
          steps: plan.steps.map(({ title }) => title),
        }).toEqual({ before: state, after: state, steps });
        expect(plan.found).toEqual(steps.length === 0 ? [] : ['pending-repair error']);
        expect(await definition(database)).toEqual(before);

        await paste(database.url, emit(plan, { version: '1', database: 'here' }));
        expect(await definition(database)).toEqual(end);
        expect((await repaired('child_code_fkey')).found).toEqual([]);
      });

      it('is made right by --apply, once and again', async () => {
        await database.query(setup);
        const first = await repaired('public.child.child_code_fkey', { apply: true });
        expect({
          after: first.after,
          stopped: first.stopped,
          done: first.attempts.filter(({ outcome }) => outcome === 'done').map(({ step }) => step),
        }).toEqual({
          after: 'right',
          stopped: null,
          done: steps,
        });
        expect(first.found).toEqual([]);
        expect(await definition(database)).toEqual(end);
        expect(await repaired('child_code_fkey', { apply: true })).toMatchObject({
          before: 'right',
          attempts: [],
          found: [],
        });
        expect(
          said(
            await inspect(database.url, {
              database: looked,
              expectations: { list: [expected], builtIn: false, complete: false },
            }),
          ),
        ).toEqual([]);
      });
    },
  );
});

/** As psql sends a script: statement by statement. */
async function paste(url: string, script: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    for (const statement of script.split(/;\n/)) await client.query(statement);
  } finally {
    await client.end();
  }
}
