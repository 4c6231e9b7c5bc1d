import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Expectation } from '../../../../src/checks/foreign-keys/expectations/expectation.ts';
import type { Finding } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { scenarios } from '../../../checks/foreign-keys/examples/scenarios.ts';
import { buildBinary, type Binary } from '../../../support/binary.ts';
import { runLine, type Ended } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

const wrong = `
  create table parent (id bigint primary key, code bigint not null unique);
  create table child (id bigint primary key, code bigint not null constraint child_code_fkey references
    parent (id));
  create index on child (code);
  insert into parent select n, n from generate_series(1, 100) as n; insert into child select n, n from
    generate_series(1, 100) as n;
  comment on constraint child_code_fkey on child is 'kept';`;
const expected: Expectation = {
  name: 'child_code_fkey',
  table: 'child',
  columns: ['code'],
  references: { table: 'parent', columns: ['code'] },
};
const keys =
  "select conname, pg_get_constraintdef(oid) as is, obj_description(oid, 'pg_constraint') as " +
  "comment from pg_constraint where contype = 'f' order by conname";
const right = [
  { conname: 'child_code_fkey', is: 'FOREIGN KEY (code) REFERENCES parent(code)', comment: 'kept' },
];

let database: FreshDatabase;
let cwd: string;
const prepare = async (): Promise<void> => {
  database = await freshDatabase({ schema: 'empty' });
  cwd = await mkdtemp(join(tmpdir(), 'repair fk '));
};
const tidy = async (): Promise<void> => {
  await database.close();
  await rm(cwd, { recursive: true });
};
const expecting = (list: readonly Expectation[]): Promise<void> =>
  writeFile(join(cwd, 'expected keys.json'), JSON.stringify(list));
const run = (...argv: string[]): Promise<Ended> =>
  runLine([...argv, '--quiet'], { cwd, environment: { QA_DATABASE_URL: database.url } });
const report = ({ stdout }: Ended): Report => JSON.parse(stdout) as Report;
const findings = (ended: Ended): Finding[] => report(ended).verdicts.flatMap((verdict) => verdict.findings);

/** What a shell makes of a command line of ours. */
function words(line: string): string[] {
  const [name, ...argv] = spawnSync('sh', ['-c', `printf '%s\\0' ${line}`], { encoding: 'utf8' })
    .stdout.split('\0')
    .slice(0, -1);
  expect(name).toBe('qa');
  return argv;
}

describe('the command that a finding recommends', () => {
  beforeEach(prepare);
  afterEach(tidy);

  const repaired = [
    'missing-foreign-key',
    'wrong-target',
    'conflicting-targets',
    'action-mismatch',
    'definition-mismatch',
    'unvalidated-constraint',
    'unenforced-constraint',
  ];
  it.each(scenarios.filter(({ code, curable }) => curable !== false && repaired.includes(code)))(
    '$code: $title',
    async ({ code, setup, expectations = [], subject, beside = [] }) => {
      await database.query(setup);
      await expecting(expectations);
      const look = async (): Promise<Finding[]> =>
        findings(
          await run('inspect-fk', '--all', '--expect', 'expected keys.json', '--format', 'json'),
        ).filter((found) => !beside.includes(found.code));
      const [finding] = await look();
      expect(finding).toMatchObject({
        code,
        subject,
        remedy: { command: expect.stringMatching(/^qa repair-fk .* --expect 'expected keys\.json'$/s) },
      });

      // It shows the plan, and what applies it; nothing is changed until then.
      const plan = await run(...words(finding?.remedy.command ?? ''), '--format', 'json');
      expect(plan.code).toBe(1);
      expect(await look()).toEqual([finding]);
      const [pending] = findings(plan);
      expect(pending?.remedy.command).toMatch(/^qa repair-fk .* --apply --expect 'expected keys\.json'$/s);

      const applied = await run(...words(pending?.remedy.command ?? ''), '--yes', '--format', 'json');
      expect({ code: applied.code, found: findings(applied), cleanup: report(applied).cleanup }).toEqual({
        code: 0,
        found: [],
        cleanup: { status: 'complete', undo: [] },
      });
      expect(await look()).toEqual([]);
    },
  );
});

describe('qa repair-fk', () => {
  beforeEach(async () => {
    await prepare();
    await database.query(wrong);
    await expecting([expected]);
  });
  afterEach(tidy);
  const key = ['repair-fk', 'child_code_fkey', '--expect', 'expected keys.json'];

  it.each<[string, string[], number, RegExp]>([
    [
      'a key that is none',
      ['repair-fk', 'child_cod_fkey'],
      2,
      /There is no foreign key "child_cod_fkey" .* Did you mean "child_code_fkey"\?/,
    ],
    ['a name that PostgreSQL would cut', ['repair-fk', `child.${'x'.repeat(64)}`], 2, /has 64 bytes/],
    ['no key at all', ['repair-fk'], 2, /./],
    ['--apply and --emit', [...key, '--apply', '--emit'], 2, /give one of them/],
    ['--apply where nobody can be asked', [...key, '--apply'], 2, /changes 127\.0\.0\.1:.*add --yes/],
    ['--yes to nothing', [...key, '--yes'], 2, /give both, or neither/],
    ['--revises of no revision', [...key, '--emit', '--revises', 'a'], 2, /give --emit=alembic too/],
    ['another language', [...key, '--emit=ruby'], 2, /--emit=sql or --emit=alembic/],
    ['no lock_timeout', [...key, '--lock-timeout', '2s'], 2, /10ms to 1s/],
    [
      'an expectation that cannot be read',
      ['repair-fk', 'child_code_fkey', '--expect', 'none.json'],
      2,
      /none\.json cannot be read/,
    ],
  ])('%s is a mistake of one sentence', async (_, argv, code, message) => {
    const ended = await run(...argv);
    expect({ code: ended.code, lines: ended.stderr.trimEnd().split('\n').length }).toEqual({
      code,
      lines: 1,
    });
    expect(ended.stderr).toMatch(message);
  });

  it('asks for the table where a name means several keys', async () => {
    await database.query(
      'create table other (code bigint constraint child_code_fkey references parent (id))',
    );
    expect((await run(...key)).stderr).toContain(
      'could be public.child.child_code_fkey or public.other.child_code_fkey: write the table',
    );
    expect((await run('repair-fk', 'child.child_code_fkey', '--expect', 'expected keys.json')).code).toBe(1);
  });

  it('prints a script that makes the key right', async () => {
    const { code, stdout } = await run(...key, '--emit');
    expect(code).toBe(0);
    for (const statement of stdout.split(/;\n/))
      await database.query(statement.replace(/^begin$|^commit$/m, ''));
    expect(await database.query(keys)).toEqual(right);
    expect((await run(...key, '--emit')).stdout).toContain('-- Nothing is to be done.');
  });

  it('prints a revision for Alembic that makes the key right', async () => {
    const name = 'a :b%c\\"';
    await database.query(
      `alter table child rename constraint child_code_fkey to "${name.replaceAll('"', '""')}"`,
    );
    await expecting([{ ...expected, name }]);
    const emitted = (): Promise<Ended> =>
      run('repair-fk', name, '--expect', 'expected keys.json', '--emit=alembic', '--revises', 'base');
    const { code, stdout } = await emitted();
    expect(code).toBe(0);
    // A stand-in for what the revision uses of Alembic; parameters are found, and escaped colons undone, as
    // SQLAlchemy's text() does.
    const alembic = String.raw`import contextlib, json, re, sys, types
said = []
context = types.SimpleNamespace(autocommit_block=contextlib.nullcontext)
sys.modules['alembic'] = types.SimpleNamespace(op=types.SimpleNamespace(get_context=lambda: context, execute=said.append))
revision = {}
exec(sys.stdin.read(), revision)
revision['upgrade']()
assert not [s for s in said if re.search(r'(?<![:\w\x5c]):(\w+)(?!:)', s)]
print(json.dumps([re.sub(r'\x5c(:[\w\$]*)(?![:\w\$])', r'\1', s) for s in said]))`;
    const python = spawnSync('python3', ['-c', alembic], { input: stdout, encoding: 'utf8' });
    if (python.error !== undefined) {
      process.stderr.write('python3 is not installed: the revision for Alembic was not run.\n');
      return;
    }
    expect(python.stderr).toBe('');
    const client = new pg.Client(database.url);
    await client.connect();
    for (const statement of JSON.parse(python.stdout) as string[]) await client.query(statement);
    await client.end();
    expect(await database.query(keys)).toEqual([{ ...right[0], conname: name }]);
    expect((await emitted()).stdout).toMatch(
      /def upgrade\(\) -> None:\n {4}# Nothing is to be done\.\n {4}pass\n/,
    );
  });

  it('cannot reach the database: exit 3, and nothing is claimed', async () => {
    const ended = await runLine([...key, '--apply', '--yes', '--format', 'json', '--quiet'], {
      cwd,
      environment: { QA_DATABASE_URL: 'postgresql://127.0.0.1:1/none' },
    });
    expect({ code: ended.code, cleanup: report(ended).cleanup.status }).toEqual({
      code: 3,
      cleanup: 'not-needed',
    });
    expect(report(ended).verdicts.map(({ status }) => status)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
    ]);
  });

  it('refuses orphans with exit 1, and leaves NOT VALID when asked with exit 0', async () => {
    await database.query('insert into parent values (200, 300); insert into child values (200, 200)');
    const refused = await run(...key, '--apply', '--yes', '--format', 'json');
    expect({ code: refused.code, cleanup: report(refused).cleanup.status }).toEqual({
      code: 1,
      cleanup: 'not-needed',
    });
    const [, shown = ''] = /^qa: To see the rows without a parent: (.*)$/m.exec(refused.stderr) ?? [];
    expect(await database.query(shown)).toEqual([{ id: '200', code: '200' }]);
    const left = await run(...key, '--apply', '--yes', '--leave-not-valid', '--format', 'json');
    expect({ code: left.code, cleanup: report(left).cleanup.status }).toEqual({
      code: 0,
      cleanup: 'complete',
    });
    expect(await database.query(keys)).toEqual([{ ...right[0], is: `${right[0]!.is} NOT VALID` }]);
  });
});

describe('before a database is changed', () => {
  beforeEach(async () => {
    await prepare();
    await database.query(wrong);
    await expecting([expected]);
  });
  afterEach(tidy);
  const argv = ['repair-fk', 'child_code_fkey', '--expect', 'expected keys.json', '--apply'];
  const asking = (answer: string, environment: Record<string, string>) => {
    const questions: string[] = [];
    const ask = async (question: string): Promise<string> => {
      questions.push(question);
      return answer;
    };
    return { questions, ended: runLine(argv, { cwd, environment, ask }) };
  };

  it('the plan is shown and its name asked for; another answer changes nothing', async () => {
    const { questions, ended } = asking('postgres', { QA_DATABASE_URL: database.url });
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain(
      'Step 1 of 2: drop child_code_fkey, add child_code_fkey (takes ACCESS EXCLUSIVE',
    );
    expect(stderr).toContain('nothing was changed');
    expect(questions).toHaveLength(1);
    expect(await database.query(keys)).not.toEqual(right);
  });

  it('what was done is told, and how to go back, which works when pasted', async () => {
    const before = await database.query(keys);
    const name = new URL(database.url).pathname.slice(1);
    const { ended } = asking(name, { QA_DATABASE_URL: database.url });
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toMatch(/^qa: Before: .* leads to public\.parent \(id\)/m);
    expect(stderr).toMatch(
      /^qa: drop child_code_fkey, add .*: done in \d+ ms, 1 try, takes ACCESS EXCLUSIVE on public\.child/m,
    );
    expect(stderr).toMatch(/^qa: After: .* is as it should be\.$/m);
    expect(await database.query(keys)).toEqual(right);
    const [, back = ''] = /^qa: To go back:\n(.*)$/ms.exec(stderr) ?? [];
    await database.query(back);
    expect(await database.query(keys)).toEqual(before);
  });

  it('nobody is asked where nothing is to be done', async () => {
    await database.query(
      'alter table child drop constraint child_code_fkey, add constraint child_code_fkey foreign key ' +
        '(code) references parent (code)',
    );
    const { questions, ended } = asking('', { QA_DATABASE_URL: database.url });
    expect((await ended).code).toBe(0);
    expect(questions).toEqual([]);
  });

  it('prod is no target that nobody named', async () => {
    const { questions, ended } = asking('', { DATABASE_URL: database.url });
    const { code, stderr } = await ended;
    expect(code).toBe(2);
    expect(stderr).toContain('no target was named: write --target prod if that is meant');
    expect(questions).toEqual([]);
  });
});

describe('killed (SIGKILL) in the middle of a transaction', () => {
  let binary: Binary;
  beforeAll(async () => {
    binary = await buildBinary();
  });
  afterAll(() => binary.remove());
  beforeEach(async () => {
    await prepare();
    await database.query(wrong);
    await expecting([expected]);
    // A gate within the server: every statement of that kind waits at its end until the gate is taken away.
    await database.query(`create table gate (statement text, tag text);
      create function wait_at_gate() returns event_trigger language plpgsql as $$ begin
        while exists (select from public.gate where tag = tg_tag and current_query() ilike '%' || statement
          || '%') loop perform pg_sleep(0.01); end loop;
      end $$;
      create event trigger gate on ddl_command_end execute function wait_at_gate()`);
  });
  afterEach(tidy);

  it.each([
    ['the swap', 'drop constraint', 'ALTER TABLE'],
    ['the comment', 'comment on constraint', 'COMMENT'],
    ['the validation', 'validate constraint', 'ALTER TABLE'],
  ])('at %s, the next run finishes', async (_, statement, tag) => {
    await database.query('insert into gate values ($1, $2)', [statement, tag]);
    const argv = [
      'repair-fk',
      'child_code_fkey',
      '--expect',
      join(cwd, 'expected keys.json'),
      '--apply',
      '--yes',
      '--format',
      'json',
      '--quiet',
    ];
    const killed = binary.start(argv, { QA_DATABASE_URL: database.url });
    const waiting =
      'select pid from pg_stat_activity where datname = current_database() and query ilike ' +
      `'${statement.replace(/^/, '%')}%' and wait_event = 'PgSleep'`;
    await expect.poll(() => database.query(waiting), { timeout: 10_000 }).toHaveLength(1);
    killed.child.kill('SIGKILL');
    await killed.ended;

    // The server may still wait at the gate: the next run waits for nobody's good will but its end.
    await database.query('delete from gate');
    const next = await binary.start(argv, { QA_DATABASE_URL: database.url }).ended;
    expect({
      code: next.code,
      found: (JSON.parse(next.stdout) as Report).verdicts.flatMap((verdict) => verdict.findings),
    }).toEqual({ code: 0, found: [] });
    expect(await database.query(keys)).toEqual(right);
  });

  const drop = 'alter table child drop constraint child_code_fkey;';
  const add = (name: string, rest = ''): string =>
    `alter table child add constraint ${name} foreign key (code) references parent (code) ${rest};`;
  const half = add('child_new', 'not valid');
  it.each([
    ['wrong and new', 'drop constraint', half],
    ['wrong and new', 'rename constraint', half],
    ['wrong and new', 'validate constraint', half],
    ['new only, NOT VALID', 'rename constraint', drop + half],
    ['new only, NOT VALID', 'validate constraint', drop + half],
    ['new only, validated', 'rename constraint', drop + add('child_new')],
    ['missing', 'add constraint', drop],
    ['missing', 'validate constraint', drop],
    ['right and leftover', 'drop constraint', drop + add('child_code_fkey') + add('child_new')],
    ['both NOT VALID', 'drop constraint child_new', drop + add('child_code_fkey', 'not valid') + half],
  ])('from the state "%s", at "%s": the next run finishes', async (_, statement, setup) => {
    await database.query(setup);
    await database.query("insert into gate values ($1, 'ALTER TABLE')", [statement]);
    const argv = [
      'repair-fk',
      'child_code_fkey',
      '--expect',
      join(cwd, 'expected keys.json'),
      '--apply',
      '--yes',
    ];
    const killed = binary.start(argv, { QA_DATABASE_URL: database.url });
    await expect
      .poll(
        () =>
          database.query(
            "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
          ),
        { timeout: 10_000 },
      )
      .toHaveLength(1);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await database.query('delete from gate');
    expect((await binary.start(argv, { QA_DATABASE_URL: database.url }).ended).code).toBe(0);
    const [key, ...others] = await database.query(keys);
    expect(others).toEqual([]);
    expect(key).toMatchObject({ conname: 'child_code_fkey', is: right[0]!.is });
  });

  it('where rows were moved: the next run finishes, and says where they lie', async () => {
    await database.query(`alter table child drop constraint child_code_fkey;
      delete from parent where code > 90;
      insert into gate values ('validate constraint', 'ALTER TABLE')`);
    const argv = [
      'repair-fk',
      'child_code_fkey',
      '--expect',
      join(cwd, 'expected keys.json'),
      '--apply',
      '--yes',
      '--quarantine-orphans',
    ];
    const killed = binary.start(argv, { QA_DATABASE_URL: database.url });
    const waiting =
      "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'";
    await expect.poll(() => database.query(waiting), { timeout: 10_000 }).toHaveLength(1);
    killed.child.kill('SIGKILL');
    await killed.ended;
    await database.query('delete from gate');
    const moved = 'public.qa_orphans_child_code_fkey now; once their parents are there, this puts them back';
    for (const state of ['left', 'right']) {
      const next = await binary.start(argv, { QA_DATABASE_URL: database.url }).ended;
      expect({ state, code: next.code }).toEqual({ state, code: 0 });
      expect(next.stderr).toContain(moved);
    }
    expect(await database.query(keys)).toEqual([{ ...right[0], comment: null }]);
  });

  it('an interrupted validation (SIGTERM) says what is left, and how to finish', async () => {
    await database.query("insert into gate values ('validate constraint', 'ALTER TABLE')");
    const argv = [
      'repair-fk',
      'child_code_fkey',
      '--expect',
      join(cwd, 'expected keys.json'),
      '--apply',
      '--yes',
      '--format',
      'json',
      '--quiet',
    ];
    const interrupted = binary.start(argv, { QA_DATABASE_URL: database.url });
    await expect
      .poll(
        () =>
          database.query(
            "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
          ),
        { timeout: 10_000 },
      )
      .toHaveLength(1);
    interrupted.child.kill('SIGTERM');
    const { code, stdout } = await interrupted.ended;
    const told = JSON.parse(stdout) as Report;
    expect({ code, status: told.cleanup.status, undo: told.cleanup.undo.length }).toEqual({
      code: 5,
      status: 'incomplete',
      undo: 1,
    });
    expect(told.verdicts[0]).toMatchObject({ check: 'pending-repair', status: 'found' });
    expect(told.verdicts[0]?.findings[0]?.message).toMatch(/\. It was interrupted\.$/);
    // Nothing of it still runs on the server.
    await expect
      .poll(() =>
        database.query(
          "select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'",
        ),
      )
      .toEqual([]);
    await database.query('delete from gate');
    const next = new pg.Client(database.url);
    await next.connect();
    expect((await next.query(keys)).rows).toEqual([{ ...right[0], is: `${right[0]!.is} NOT VALID` }]);
    await next.end();
    expect((await binary.start(argv, { QA_DATABASE_URL: database.url }).ended).code).toBe(0);
  });
});
