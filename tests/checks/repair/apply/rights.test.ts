import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RepairContext } from '../../../../src/checks/repair/apply/context.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { repairKey } from '../repair-key.ts';
import { constraints, expected, right, wrong } from '../wrong-key.ts';

const owned = 'alter table child owner to :role;';
const enough = `${owned} grant references on parent to :role; grant select on parent to :role;`;
/** A row that the wanted key refuses. */
const orphan = 'update parent set code = 1000 where id = 100;';
const revision = `create table alembic_version (version_num varchar(32) primary key);
  insert into alembic_version values ('old');`;
const backup = 'public.qa_orphans_child_code_fkey';

/** What the role has, and what it is told that it lacks. */
const lacking: [title: string, rights: string, reason: string, wish?: Partial<RepairContext>][] = [
  ['owns neither table', '', 'This role does not own public.child, so it may not change its constraints.'],
  ['is no heir of the owner', 'alter table child owner to :group;', 'This role does not own public.child'],
  ['owns the child alone', owned, 'This role may not reference public.parent (code).'],
  [
    'may reference another column',
    `${owned} grant references (id) on parent to :role;`,
    'This role may not reference public.parent (code).',
  ],
  [
    'may not use the schema',
    `${enough} revoke usage on schema public from public;`,
    'This role may not use the schema public.',
  ],
  [
    'may make no backup table',
    `${orphan} ${enough} revoke create on schema public from public;`,
    `This role may not create ${backup}, where rows without a parent would be kept.`,
    { quarantine: true },
  ],
  [
    'finds the backup of somebody else',
    `${orphan} ${enough} grant create on schema public to :role; create table ${backup} (like child);`,
    `This role does not own ${backup}, where rows without a parent would be kept.`,
    { quarantine: true },
  ],
  [
    'may not delete',
    `${orphan} ${enough} grant create on schema public to :role; revoke delete on child from :role;`,
    'This role may not read and delete rows of public.child, so it cannot move any.',
    { quarantine: true },
  ],
  [
    'finds a backup of another shape',
    `${orphan} ${enough} grant create on schema public to :role; create table ${backup} (id int); alter table
      ${backup} owner to :role;`,
    `${backup} is there already, with other columns than public.child`,
    { quarantine: true },
  ],
  [
    'may read the revision that it is to stamp, and not write it',
    `${enough} ${revision} grant select on alembic_version to :role;`,
    'may not write public.alembic_version.',
    { stamp: 'new' },
  ],
  [
    'may not read the revision',
    `${enough} ${revision}`,
    'may not read public.alembic_version.',
    { stamp: 'new' },
  ],
];

describe.each([15, 18] as const)('on PostgreSQL %i, a role that', (version) => {
  const role = `repairs_${version}_${process.pid}`;
  const group = `owns_${version}_${process.pid}`;
  let database: FreshDatabase;
  const as = (sql: string): string => sql.replaceAll(':role', role).replaceAll(':group', group);
  const url = (): string => Object.assign(new URL(database.url), { username: role, password: 'x' }).href;
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
  });
  beforeEach(async () => {
    await database.query(wrong);
    await database.query(
      `create role ${role} login noinherit password 'x'; create role ${group}; grant ${group} to ${role}`,
    );
  });
  afterEach(async () => {
    const undone = [role, group].map(
      (each) => `reassign owned by ${each} to postgres; drop owned by ${each};`,
    );
    await database.query(
      `${undone.join(' ')} drop role ${role}, ${group}; grant usage on schema public to public`,
    );
    await database.empty();
  });
  afterAll(() => database.close());

  it.each(lacking)('%s is told so before anything is changed', async (...[, rights, reason, wish = {}]) => {
    await database.query(as(rights));
    const before = await database.query(constraints);
    const changes = { apply: true, ...wish };
    const { attempts, refusals } = await repairKey(url(), 'child_code_fkey', [expected], changes);
    expect(refusals.map((each) => each.reason)).toContainEqual(expect.stringContaining(reason));
    expect(attempts).toEqual([]);
    expect(await database.query(constraints)).toEqual(before);
  });

  it('writes nothing by default is told so, and by what it may', async () => {
    await database.query(as(`${enough} alter role :role set default_transaction_read_only = on`));
    const { refusals, attempts } = await repairKey(url(), 'child_code_fkey', [expected], { apply: true });
    expect(refusals.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('(default_transaction_read_only is on)'),
    ]);
    expect(attempts).toEqual([]);
  });

  it('is no heir of the owner is told how to take on its rights', async () => {
    await database.query(as('alter table child owner to :group'));
    const { refusals } = await repairKey(url(), 'child_code_fkey', [expected], { apply: true });
    expect(refusals.map(({ advice }) => advice)).toContainEqual(
      expect.stringContaining(`with PGOPTIONS='-c role=${group}' before the command`),
    );
  });

  it('may not reference the parent validates a key that leads there', async () => {
    await database.query(
      as(`alter table child drop constraint child_code_fkey, add constraint child_code_fkey foreign key (code)
        references parent (code) not valid; ${owned} grant select on parent to :role;`),
    );
    const repaired = await repairKey(url(), 'child_code_fkey', [expected], { apply: true });
    expect(repaired).toMatchObject({ before: 'not-valid', after: 'right', found: [] });
  });

  it('inherits from the owner and may reference the column repairs the key', async () => {
    await database.query(
      as(`alter table child owner to :group; alter role :role inherit; grant :group to :role;
        grant references (code) on parent to :role; grant select on parent to :role;`),
    );
    // From 16 on a membership remembers whether it inherits.
    if (version >= 16) await database.query(as('grant :group to :role with inherit true'));
    const repaired = await repairKey(url(), 'child_code_fkey', [expected], { apply: true });
    expect(repaired).toMatchObject({ after: 'right', found: [] });
    expect(await database.query(constraints)).toEqual(right);
  });
});
