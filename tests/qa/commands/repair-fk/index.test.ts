import { afterAll, beforeAll, expect, it } from 'vitest';
import { runLine } from '../../../support/command-line.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

const setup = `
  create table parent (id bigint primary key, code bigint not null unique);
  create table child (id bigint primary key, code bigint not null,
    constraint child_code_fkey foreign key (code) references parent (id));
  create table orphan (id bigint primary key, code bigint not null,
    constraint orphan_code_fkey foreign key (code) references parent (id));
  create index on child (code);
  create index on orphan (code);
  insert into parent values (1, 1), (2, 7);
  insert into child values (1, 1);
  insert into orphan values (1, 2);
  create table alembic_version (version_num varchar(32) primary key);
  insert into alembic_version values ('0001_first')`;
const keys =
  "select conname, pg_get_constraintdef(oid) as is from pg_constraint where contype = 'f' order by 1";

let database: FreshDatabase;
let before: unknown;
beforeAll(async () => {
  database = await freshDatabase({ schema: 'empty' });
  await database.query(setup);
  before = await database.query(keys);
});
afterAll(() => database.close());

/** Runs it where somebody answers, or nobody is there; nothing of these is to change a key. */
async function run(line: readonly string[], answer: string | null = null) {
  const questions: string[] = [];
  const ask = async (question: string) => (questions.push(question), answer ?? '');
  const ended = await runLine(['repair-fk', ...line], {
    environment: { QA_DATABASE_URL: database.url },
    ...(answer === null ? {} : { ask }),
  });
  expect(await database.query(keys)).toEqual(before);
  return { ...ended, questions };
}
const elsewhere = ['--references', 'parent (code)'];

it.each<[string, string[], number, RegExp | '', RegExp | '']>([
  ['what is right', ['child_code_fkey'], 0, /^✔ All clear/, /^qa: public\.child\.child_code_fkey .*\.\n$/],
  ['a plan', ['child_code_fkey', ...elsewhere], 1, /pending-repair/, ''],
  [
    'a plan in the way of which are rows',
    ['orphan_code_fkey', ...elsewhere],
    1,
    /orphan/,
    /^qa: To see the rows without a parent: select [^\n]+ from [^\n]+\n$/,
  ],
  [
    'a script',
    ['child_code_fkey', '--emit', ...elsewhere],
    0,
    /^-- Repair of public\.child\.child_code_fkey on \S+:\d+\/\S+, by facteur-qa \d.*\balter table\b/is,
    '',
  ],
  [
    'a revision behind that of the database',
    ['child_code_fkey', '--emit=alembic', ...elsewhere],
    0,
    /^down_revision.*= ["']0001_first["']$/m,
    '',
  ],
  [
    'a revision behind another',
    ['child_code_fkey', '--emit=alembic', '--revises', 'r7', ...elsewhere],
    0,
    /^down_revision.*= ["']r7["']$/m,
    '',
  ],
  [
    'a script of what is refused',
    ['child_code_fkey', '--emit', '--references', 'parent (nope)'],
    1,
    /There is no column nope/,
    '',
  ],
  ['no key', ['nobody'], 2, '', /^qa: There is no foreign key "nobody" in this database, .*\n$/],
  ['no key, and a script', ['nobody', '--emit'], 2, '', /^qa: There is no foreign key "nobody" .*\n$/],
  [
    'nobody to ask',
    ['child_code_fkey', '--apply', ...elsewhere],
    2,
    '',
    /^qa: --apply changes \S+, and nobody can be asked here: .*\n$/,
  ],
  [
    'nothing to be done, by --yes',
    ['child_code_fkey', '--apply', '--yes'],
    0,
    /^✔ All clear/,
    /^qa: public\.child\.child_code_fkey .*\.\n$/,
  ],
])('%s: what is shown, and where', async (_, line, code, out, err) => {
  const ended = await run(line);
  expect(ended.code).toBe(code);
  for (const [text, said] of [
    [ended.stdout, out],
    [ended.stderr, err],
  ] as const) {
    if (said === '') expect(text).toBe('');
    else expect(text).toMatch(said);
  }
});

it.each<[string, string[], number, number, RegExp]>([
  [
    'what would be done is shown, and the name asked for',
    ['child_code_fkey', ...elsewhere],
    1,
    2,
    /^qa: public\.child\.[^\n]+\nqa: Step 1 of \d: [^\n]+ \(takes [^\n]+\)\n.*qa: "no" is not the database's name/s,
  ],
  ['nothing is to be done', ['child_code_fkey'], 0, 0, /^qa: public\.child\.child_code_fkey [^\n]+\n$/],
  ['it is refused', ['child_code_fkey', '--references', 'parent (nope)'], 0, 1, /^$/],
  ['it is none', ['nobody'], 0, 2, /^qa: There is no foreign key "nobody" [^\n]+\n$/],
])('with --apply, where somebody is there: %s', async (_, line, asked, code, said) => {
  const ended = await run([...line, '--apply'], 'no');
  expect({ code: ended.code, asked: ended.questions.length }).toEqual({ code, asked });
  expect(ended.stderr).toMatch(said);
});
