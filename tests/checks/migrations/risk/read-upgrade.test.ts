import { expect, it } from 'vitest';
import { readStatements } from '../../../../src/checks/migrations/python/statements.ts';
import { readUpgrade } from '../../../../src/checks/migrations/risk/read-upgrade.ts';

/** What is said of an `upgrade()` with this body: `line kind table`. */
function said(body: string, { before = '', created = [] as readonly string[] } = {}) {
  const upgrade = `def upgrade():\n${body.replace(/^/gm, '    ')}\n`;
  const source = `${before}${upgrade}\ndef downgrade():\n    op.drop_table("t")\n`;
  const { operations, unread } = readUpgrade(readStatements(source), source, new Set(created));
  return { said: operations.map(({ line, kind, table }) => `${line} ${kind} ${table ?? '?'}`), unread };
}

it.each<[string, string, string[]]>([
  [
    'a foreign key',
    'op.create_foreign_key("k", "child", "parent", ["a"], ["b"])',
    ['2 add-foreign-key child'],
  ],
  [
    'one by keywords',
    'op.create_foreign_key("k", referent_table="p", source_table="c", local_cols=[], remote_cols=[])',
    ['2 add-foreign-key c'],
  ],
  [
    'one in a schema',
    'op.create_foreign_key("k", "c", "p", [], [], source_schema="app")',
    ['2 add-foreign-key app.c'],
  ],
  ['one that is NOT VALID', 'op.create_foreign_key("k", "c", "p", [], [], postgresql_not_valid=True)', []],
  ['a constraint that goes', 'op.drop_constraint("k", "t", type_="foreignkey")', ['2 drop-constraint t']],
  ['an index', 'op.create_index(op.f("i"), "t", ["a"], unique=True)', ['2 create-index t']],
  [
    'one beside the traffic',
    'with op.get_context().autocommit_block():\n    op.create_index("i", "t", ["a"], ' +
      'postgresql_concurrently=True)',
    [],
  ],
  ['an index that goes', 'op.drop_index("i", table_name="t")', ['2 drop-index t']],
  [
    'NOT NULL and a type',
    'op.alter_column("t", "a",\n    existing_type=sa.Text(), type_=sa.Integer(),\n    nullable=False)',
    ['2 set-not-null t', '2 change-type t'],
  ],
  ['null allowed', 'op.alter_column("t", "a", nullable=True, server_default=None)', []],
  [
    'another name',
    'op.alter_column("t", "a", new_column_name="b")\nop.rename_table("t", "u")',
    ['2 rename t', '3 rename t'],
  ],
  [
    'a required column',
    'op.add_column("t", sa.Column("a", sa.Text(), nullable=False))',
    ['2 add-required-column t'],
  ],
  [
    'one with a default',
    'op.add_column("t", sa.Column("a", sa.Text(), nullable=False, server_default="x"))',
    [],
  ],
  [
    'one with a default of its own in each row',
    'op.add_column("t", sa.Column("a", UUID(), server_default=sa.text("gen_random_uuid()")))',
    ['2 add-computed-column t'],
  ],
  [
    'the same by a function',
    'op.add_column("t", sa.Column("a", UUID(), server_default=sa.func.gen_random_uuid()))',
    ['2 add-computed-column t'],
  ],
  [
    'what a column brings along',
    'op.add_column("t", sa.Column("a", sa.Integer(), sa.ForeignKey("u.id"), unique=True))\n' +
      'op.add_column("t", sa.Column("b", sa.Integer(), sa.CheckConstraint("b > 0"), index=True))',
    ['2 add-foreign-key t', '2 add-index-constraint t', '3 add-check t', '3 create-index t'],
  ],
  [
    'columns that are written into every row',
    'op.add_column("t", sa.Column("a", sa.Integer(), sa.Identity(), nullable=False))\n' +
      'op.add_column("t", sa.Column("b", sa.Integer(), sa.Computed("a + 1")))\n' +
      'op.add_column("t", sa.Column("c", sa.Integer(), primary_key=True))',
    ['2 add-computed-column t', '3 add-computed-column t', '4 add-computed-column t'],
  ],
  [
    'texts that become longer',
    'op.alter_column("t", "a", existing_type=sa.TEXT(), type_=sa.String(), existing_nullable=False)\n' +
      'op.alter_column("t", "a", existing_type=sa.String(36), type_=sa.String(length=64))\n' +
      'op.alter_column("t", "a", type_=sa.Text(), existing_type=sa.VARCHAR(length=255))',
    [],
  ],
  [
    'texts that become shorter, or something else',
    'op.alter_column("t", "a", existing_type=sa.Text(), type_=sa.String(64))\n' +
      'op.alter_column("t", "a", existing_type=sa.String(64), type_=sa.String(36))\n' +
      'op.alter_column("t", "a", existing_type=sa.Text(), type_=JSONB(astext_type=sa.Text()))\n' +
      'op.alter_column("t", "a", type_=sa.Text())',
    ['2 change-type t', '3 change-type t', '4 change-type t', '5 change-type t'],
  ],
  ['what goes', 'op.drop_column("t", "a")\nop.drop_table("u")', ['2 drop t', '3 drop u']],
  [
    'a batch',
    'with op.batch_alter_table("t") as batch:\n    batch.drop_constraint("k")\n    ' +
      'batch.alter_column("a", nullable=False)',
    ['3 drop-constraint t', '4 set-not-null t'],
  ],
  ['a unique constraint', 'op.create_unique_constraint("k", "t", ["a"])', ['2 add-index-constraint t']],
  [
    'a table of its own',
    'op.create_table("t", sa.Column("id", sa.Integer()))\nop.create_index("i", "t", ["id"])',
    [],
  ],
  ['a comment', '# op.drop_table("t")\npass', []],
  ['a text', 'note = \'op.drop_table("t")\'\n"""op.drop_table("u")"""', []],
  ['another call of that name', 'print("create_index")', []],
])('an operation: %s', (_, body, expected) => expect(said(body)).toEqual({ said: expected, unread: [] }));

it.each<[string, string, string[]]>([
  ['a key', 'ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (b)', ['add-foreign-key c']],
  [
    'a key, NOT VALID',
    'ALTER TABLE c ADD CONSTRAINT k FOREIGN KEY (a) REFERENCES p (b) ON DELETE CASCADE NOT VALID',
    [],
  ],
  [
    'a swap in one statement',
    'alter table only public.c drop constraint k, add constraint k foreign key (a, b) references p (a, ' +
      'b) not valid',
    ['drop-constraint c'],
  ],
  ['its validation', 'ALTER TABLE c VALIDATE CONSTRAINT k', []],
  ['a check', 'ALTER TABLE IF EXISTS "Odd Name" ADD CHECK (a > 0)', ['add-check "Odd Name"']],
  ['an index', 'CREATE UNIQUE INDEX IF NOT EXISTS i ON app.t USING btree (a)', ['create-index app.t']],
  ['one without a name', 'create index on t (a)', ['create-index t']],
  ['one beside the traffic', 'CREATE INDEX CONCURRENTLY i ON t (a)', []],
  ['an index that goes', 'DROP INDEX IF EXISTS i', ['drop-index i']],
  ['NOT NULL', 'ALTER TABLE t ALTER COLUMN a SET NOT NULL, ALTER b DROP NOT NULL', ['set-not-null t']],
  ['a type', 'ALTER TABLE t ALTER a TYPE bigint USING a::bigint', ['change-type t']],
  ['a type, in other words', 'ALTER TABLE t ALTER COLUMN a SET DATA TYPE numeric(10, 2)', ['change-type t']],
  ['a constraint on an index that is there', 'ALTER TABLE t ADD CONSTRAINT u UNIQUE USING INDEX i', []],
  ['a primary key', 'ALTER TABLE t ADD PRIMARY KEY (id)', ['add-index-constraint t']],
  ['a column', 'ALTER TABLE t ADD COLUMN a text NOT NULL DEFAULT now(), ADD b int', []],
  ['a required column', 'ALTER TABLE t ADD a text NOT NULL', ['add-required-column t']],
  ['a unique column', 'ALTER TABLE t ADD COLUMN a int UNIQUE', ['add-index-constraint t']],
  ['a column with a check', 'ALTER TABLE t ADD a int CHECK (a > 0)', ['add-check t']],
  [
    'a calculated column',
    'ALTER TABLE t ADD a int GENERATED ALWAYS AS (b + 1) STORED',
    ['add-computed-column t'],
  ],
  ['a column that refers', 'ALTER TABLE t ADD COLUMN a int REFERENCES u (id)', []],
  ['a column of numbers', 'ALTER TABLE t ADD COLUMN n bigserial', ['add-computed-column t']],
  ['a column that goes', 'ALTER TABLE t DROP COLUMN IF EXISTS a CASCADE', ['drop t']],
  ['a rename', 'ALTER TABLE t RENAME COLUMN a TO b', ['rename t']],
  ['every row', 'UPDATE t SET a = 1', ['write-all-rows t']],
  ['some rows', 'UPDATE t SET a = 1 WHERE id < 5', []],
  ['a lock', 'LOCK TABLE t IN ACCESS EXCLUSIVE MODE', ['lock t']],
  ['a rewrite', 'VACUUM FULL t', ['rewrite t']],
  [
    'a new table and its index',
    'CREATE TABLE t (a int); CREATE INDEX i ON t (a); ALTER TABLE public."t" ALTER a SET NOT NULL',
    [],
  ],
  ['a text in SQL', "COMMENT ON TABLE t IS 'x; DROP TABLE t'", []],
  ['a comment in SQL', '-- DROP TABLE t;\n/* ALTER TABLE t DROP COLUMN a; */ SELECT 1', []],
  [
    'the body of a function',
    'CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $x$ BEGIN DROP TABLE t; END $x$',
    [],
  ],
  [
    'a block that runs at once',
    'DO $$ BEGIN IF true THEN ALTER TABLE t DROP CONSTRAINT k; END IF; END $$',
    ['drop-constraint t'],
  ],
])('executed SQL: %s', (_, sql, expected) => {
  expect(said(`op.execute("""${sql}""")`).said.map((line) => line.replace(/^\d+ /, ''))).toEqual(expected);
});

it('knows the line of each statement in a text of several', () => {
  const body =
    'op.execute("""\n  alter table a\n    drop constraint k;\n\n  create index on b (x);\n""")\nop.execute(\n    "drop table "\n    "c"\n)';
  expect(said(body).said).toEqual(['3 drop-constraint a', '6 create-index b', '9 drop c']);
});

it('follows names and functions of the file, and no others', () => {
  const before =
    'KEY = "ALTER TABLE a DROP CONSTRAINT k"\nOTHER = "DROP TABLE b"\n\ndef helper(x):\n    conn.execute(sa.text(KEY))\n\ndef unused():\n    op.drop_table("c")\n\n';
  expect(said('helper(1)', { before })).toEqual({ said: ['1 drop-constraint a'], unread: [] });
  expect(said('for each in ("DROP TABLE x", "DROP TABLE y"):\n    op.execute(each)').said).toEqual([
    '2 drop x',
    '2 drop y',
  ]);
});

it('says where only running it could tell, and reads the rest', () => {
  expect(said('op.execute(build())\nop.drop_table("t")')).toEqual({
    said: ['3 drop t'],
    unread: ['line 2: what it executes is computed'],
  });
  expect(said('op.execute(f"ALTER TABLE {name} DROP CONSTRAINT k")').said).toEqual(['2 drop-constraint …']);
  expect(said('op.execute(articles.update().values(a=1))')).toEqual({ said: [], unread: [] });
  const none = 'upgrade = make()\n';
  expect(readUpgrade(readStatements(none), none, new Set()).unread).toEqual(['it defines no upgrade()']);
});

it('says nothing of tables that came into being just before', () => {
  expect(said('op.create_index("i", "t", ["a"])', { created: ['t'] }).said).toEqual([]);
});
