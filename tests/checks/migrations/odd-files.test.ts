import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { linkRevisions } from '../../../src/checks/migrations/graph/graph.ts';
import { code } from '../../../src/checks/migrations/index.ts';
import { alembicIsInstalled, headsOfAll, writeVersions, type Files } from './alembic.ts';
import { inspectMigrations, verdictOf } from './trees.ts';

/**
 * Files that people do write and Alembic may or may not take: of each, what the real Alembic says is what we
 * say.
 */

const base = 'revision = "a"\ndown_revision = None\n';
const on = 'revision = "b"\ndown_revision = "a"\n';
const upgrade = 'def upgrade():\n    pass\n';
const latin = (text: string): Buffer => Buffer.from(text, 'latin1');

/** `fine`: its heads are known; `broken`: Alembic cannot load it; `unknown`: only running it could tell. */
type Verdict = 'fine' | 'broken' | 'unknown';

const second: readonly (readonly [Verdict, string, string | Buffer])[] = [
  // What Python cannot read.
  ['broken', 'a merge conflict', `${on}\n<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> other\n`],
  ['broken', 'the middle of one', `${on}=======\n${upgrade}`],
  ['broken', 'its end', `${on}${upgrade}>>>>>>> 1a2b3c4 (text)\n`],
  ['broken', 'one in brackets', `${on}x = [\n<<<<<<< HEAD\n    1,\n]\n`],
  ['fine', 'one in a text', `${on}x = """\n<<<<<<< HEAD\n"""\n`],
  ['broken', 'def without a colon', `${on}def upgrade()\n    pass\n`],
  ['broken', 'if without a colon', `${on}${upgrade}    if x\n        pass\n`],
  ['broken', 'with without a colon', `${on}with x as y\n    pass\n`],
  ['broken', 'class without a colon', `${on}class A(object)\n    pass\n`],
  ['broken', 'else without a colon', `${on}if 1:\n    pass\nelse\n    pass\n`],
  ['broken', 'def without a body', `${on}def upgrade():\n\n\ndef downgrade():\n    pass\n`],
  ['broken', 'def with a comment for its body', `${on}def upgrade():\n    # nothing\n`],
  ['broken', 'if without a body', `${on}def upgrade():\n    if x:\n    pass\n`],
  ['broken', 'class without a body at the end', `${on}class A:`],
  ['fine', 'a text for a body', `${on}def upgrade():\n    """Nothing."""\n`],
  ['broken', 'a body that is not indented', `${on}def upgrade():\npass\n`],
  ['broken', 'an indented declaration', `revision = "b"\n    down_revision = "a"\n`],
  ['broken', 'a first line that is indented', ` revision = "b"\ndown_revision = "a"\n`],
  ['broken', 'a dedent to nowhere', `${on}def upgrade():\n        x = 1\n    y = 2\n`],
  ['broken', 'a tab against spaces', `${on}def upgrade():\n        x = 1\n\ty = 2\n`],
  ['broken', 'spaces against a tab', `${on}def upgrade():\n\tx = 1\n        y = 2\n`],
  ['fine', 'tabs alone', `${on}def upgrade():\n\tif 1:\n\t\tpass\n\treturn\n`],
  ['broken', 'print of Python 2', `${on}def upgrade():\n    print 'x'\n`],
  ['broken', 'exec of Python 2', `${on}def upgrade():\n    exec "x"\n`],
  ['broken', 'an octal of Python 2', `${on}x = 0755\n`],
  ['broken', 'two values', `revision = "b" None\ndown_revision = "a"\n`],
  ['broken', 'two values over two lines', `${on}x = (\n    "a"\n    1\n)\n`],
  ['broken', 'nothing assigned', 'revision = "b"\ndown_revision =\n'],
  ['broken', 'nothing but a comment assigned', 'revision = "b"\ndown_revision = # "a"\n'],
  ['broken', 'nothing assigned to an annotated name', 'revision: str =\ndown_revision = "a"\n'],
  ['broken', 'nothing behind a comma and an operator', `${on}x = 1 +\n`],
  ['broken', 'a NUL byte', `${on}# \0\n`],
  ['broken', 'a question mark', `${on}x = y ? 1 : 2\n`],
  ['broken', 'a dollar', `${on}x = $y\n`],
  ['broken', 'a backtick', `${on}x = \`y\`\n`],
  ['broken', 'an exclamation mark', `${on}x = !y\n`],
  ['broken', 'quotes of a word processor', 'revision = “b”\ndown_revision = "a"\n'],
  ['broken', 'a space that does not break', 'revision =\u00a0"b"\ndown_revision = "a"\n'],
  ['broken', 'an open string', 'revision = "b\ndown_revision = "a"\n'],
  ['broken', 'an open text of several lines', `${on}"""Nothing\n`],
  ['broken', 'an open bracket', `${on}x = (1,\n${upgrade}`],
  ['broken', 'a bracket too many', `${on}x = (1,))\n`],
  ['broken', 'the wrong bracket', `${on}x = (1]\n`],
  ['broken', 'an escape that is cut', `${on}"""C:\\Users\\x"""\n`],
  ['broken', 'a try alone', `${on}try:\n    pass\nx = 1\n`],
  ['broken', 'an else alone', `${on}else:\n    pass\n`],
  ['broken', 'a return outside', `${on}return 1\n`],
  ['broken', 'an assignment for a comparison', `${on}def upgrade():\n    if x = 1:\n        pass\n`],
  ['broken', 'a name that begins with a digit', `${on}1b = 2\n`],
  ['broken', 'a line that goes on behind nothing', `${on}x = 1 + \\ \n2\n`],
  ['broken', 'an empty file', ''],
  // What it reads, however odd.
  ['fine', 'a match', `${on}def upgrade():\n    match x:\n        case [] | {}:\n            pass\n`],
  ['fine', 'names that are words elsewhere', `${on}match = case = type = 1\nprint(match, case)\n`],
  ['fine', 'lambdas, slices, stars', `${on}x = lambda *a, b=1, **k: a[::2, 1:]\ny, *_ = [1, 2]\n`],
  ['fine', 'an f-string', `${on}x = 1\ny = f"{x!r:>{10}} {{}} {x:'^5}"\n`],
  ['fine', 'a form feed', `\frevision = "b"\n\f\ndown_revision\f= "a"\n`],
  ['broken', 'f-strings without end', `${on}x = ${'f"{'.repeat(20_000)}\n`],
  ['broken', 'a vertical tab', `revision = "b"\n\vdown_revision = "a"\n`],
  ['fine', 'line ends of Windows', on.replaceAll('\n', '\r\n')],
  ['fine', 'line ends of old', on.replaceAll('\n', '\r')],
  ['fine', 'a mark of UTF-8', `\ufeff${on}`],
  ['broken', 'two such marks', `\ufeff\ufeff${on}`],
  ['broken', 'UTF-16', Buffer.from(`\ufeff${on}`, 'utf16le')],
  ['fine', 'Latin-1 in a comment', latin(`${on}# \xe9\n`)],
  ['broken', 'Latin-1 in a text', latin(`"""\xe9"""\n${on}`)],
  ['fine', 'Latin-1 that is declared', latin(`# -*- coding: latin-1 -*-\n"""\xe9"""\n${on}`)],
  ['broken', 'Latin-1 that is declared too late', latin(`\n\n# coding: latin-1\n"""\xe9"""\n${on}`)],
  ['broken', 'Latin-1 that is declared behind code', latin(`x = 1\n# coding: latin-1\n"""\xe9"""\n${on}`)],
  ['broken', 'ASCII that is none', `# coding: ascii\n# é\n${on}`],
  // How the variables come by their values.
  ['broken', 'no id', 'revision = None\ndown_revision = "a"\n'],
  ['broken', 'a number for an id', 'revision = 5\ndown_revision = "a"\n'],
  ['broken', 'a list for an id', 'revision = ["b"]\ndown_revision = "a"\n'],
  ['broken', 'a number before it', 'revision = "b"\ndown_revision = 5\n'],
  ['fine', 'false before it', 'revision = "b"\ndown_revision = False\n'],
  ['fine', 'zero before it', 'revision = "b"\ndown_revision = 0\n'],
  ['fine', 'an empty text before it', 'revision = "b"\ndown_revision = ""\n'],
  ['fine', 'an empty tuple before it', 'revision = "b"\ndown_revision = ()\n'],
  ['fine', 'None in a tuple', 'revision = "b"\ndown_revision = (None,)\n'],
  ['broken', 'None among others', 'revision = "b"\ndown_revision = ("a", None)\n'],
  ['broken', 'an empty text among others', 'revision = "b"\ndown_revision = ("a", "")\n'],
  ['broken', 'an empty text in a tuple', 'revision = "b"\ndown_revision = ("",)\n'],
  ['fine', 'an empty dependency', `${on}depends_on = ""\n`],
  ['fine', 'an empty dependency in a tuple', `${on}depends_on = ("",)\n`],
  ['broken', 'None among dependencies', `${on}depends_on = ("a", None)\n`],
  ['unknown', 'a set', 'revision = "b"\ndown_revision = {"a"}\n'],
  ['fine', 'an id in two pieces', 'revision = "b"\nrevision += "c"\ndown_revision = "a"\n'],
  ['fine', 'a predecessor in two pieces', 'revision = "b"\ndown_revision = ""\ndown_revision += "a"\n'],
  ['fine', 'strings side by side', 'revision = "b" \'c\'\ndown_revision = ("a")\n'],
  ['fine', 'several names at once', 'x = revision = "b"\nx = down_revision = "a"\n'],
  ['fine', 'names in brackets', '(revision) = "b"\n(down_revision, depends_on) = "a", None\n'],
  ['fine', 'two statements on a line', 'revision = "b"; down_revision = "a"\n'],
  ['fine', 'a text and a statement on a line', '"""x"""; revision = "b"\ndown_revision = "a"\n'],
  ['fine', 'annotations', 'revision: str = "b"\ndown_revision: "str | None" = "a"\n'],
  ['fine', 'escapes', 'revision = "\\x62"\ndown_revision = """\\\na"""\n'],
  ['fine', 'an f-string of nothing', 'revision = f"b"\ndown_revision = "a"\n'],
  ['unknown', 'an f-string', 'revision = f"{chr(98)}"\ndown_revision = "a"\n'],
  ['unknown', 'a walrus', '(revision := "b")\ndown_revision = "a"\n'],
  ['unknown', 'globals()', 'globals()["revision"] = "b"\ndown_revision = "a"\n'],
  ['unknown', 'globals() afterwards', `${on}globals().update(down_revision=None)\n`],
  ['unknown', 'an import of everything', 'from ids import *\ndown_revision = "a"\n'],
  ['unknown', 'a try', 'try:\n    revision = "b"\nfinally:\n    down_revision = "a"\n'],
  ['unknown', 'a condition', 'revision = "b"\ndown_revision = None\nif 1: down_revision = "a"\n'],
  ['unknown', 'a loop', 'for revision in ("b",): pass\ndown_revision = "a"\n'],
  [
    'fine',
    'a function of that name that is not called',
    `${on}def f():\n    global revision\n    revision = "c"\n`,
  ],
  ['broken', 'signs that mean something', 'revision = "b+1"\ndown_revision = "a"\n'],
  ['broken', 'an annotation alone', 'revision: str\ndown_revision = "a"\n'],
];

const others: readonly (readonly [Verdict, string, Files])[] = [
  [
    'broken',
    'a label twice',
    {
      'x.py': `${base}branch_labels = "l"\n`,
      'y.py': 'revision = "b"\ndown_revision = None\nbranch_labels = "l"\n',
    },
  ],
  ['broken', 'a label that is an id', { 'x.py': `${base}branch_labels = "b"\n`, 'y.py': on }],
  ['broken', 'a label that is its own id', { 'x.py': `${base}branch_labels = "a"\n` }],
  [
    'broken',
    'a label as predecessor',
    { 'x.py': `${base}branch_labels = "l"\n`, 'y.py': on.replace('"a"', '"l"') },
  ],
  [
    'fine',
    'a label as dependency',
    { 'x.py': `${base}branch_labels = "l"\n`, 'y.py': `${on}depends_on = "l"\n` },
  ],
  [
    'broken',
    'the beginning of an id',
    { 'x.py': base.replace('"a"', '"abcd"'), 'y.py': on.replace('"a"', '"abc"') },
  ],
  ['broken', 'itself', { 'x.py': base, 'y.py': on.replace('"a"', '"b"') }],
];

const cases: readonly (readonly [Verdict, string, Files])[] = [
  ...second.map(([verdict, name, file]) => [verdict, name, { 'first.py': base, 'second.py': file }] as const),
  ...others,
];
const nameOf = (at: number): string => `case-${at}`;

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'odd-files-'));
  for (const [at, [, , files]] of cases.entries()) await writeVersions(join(root, nameOf(at)), files);
});
afterAll(() => rm(root, { recursive: true }));

it('says of odd files what is expected, with the file and the line', async () => {
  const said: [string, Verdict][] = [];
  for (const at of cases.keys()) said.push([cases[at]?.[1] ?? '', (await ours(at)).verdict]);
  expect(said).toEqual(cases.map(([verdict, name]) => [name, verdict]));
  const { verdicts } = await inspectMigrations({ directories: [join(root, nameOf(0))] });
  const [finding] = verdicts.flatMap(({ findings }) => findings);
  expect(finding?.message).toMatch(
    /second\.py: Python cannot read it: line 4, a merge conflict is not resolved: "<<<<<<<"\.$/,
  );
});

it.skipIf(!alembicIsInstalled)('says of odd files what Alembic says (skipped without alembic)', async () => {
  const theirs = await headsOfAll(cases.map((_, at) => join(root, nameOf(at))));
  const said: unknown[] = [];
  for (const [at, [verdict, name]] of cases.entries()) {
    // Of these we say that only running them could tell.
    if (verdict !== 'unknown') said.push([name, (await ours(at)).heads]);
  }
  expect(said).toEqual(
    cases.flatMap(([verdict, name], at) => (verdict === 'unknown' ? [] : [[name, theirs[at]]])),
  );
});

/** Heads of the tree; null where Alembic is said to refuse it. */
async function ours(at: number): Promise<{ verdict: Verdict; heads: readonly string[] | null }> {
  const examination = await inspectMigrations({ directories: [join(root, nameOf(at))] });
  const { status } = verdictOf(examination, 'broken-chain');
  const files = code.shape.parse(examination.evidence[code.name])?.files ?? [];
  if (status === 'found') return { verdict: 'broken', heads: null };
  return { verdict: status === 'clear' ? 'fine' : 'unknown', heads: linkRevisions(files).heads.toSorted() };
}

it('a label that only running the file tells hides no head, unless a label is asked for', async () => {
  const labelled = `${on}from cli import LABEL\nbranch_labels = (LABEL,)\n`;
  const seen: Record<string, Record<string, string | undefined>> = {};
  for (const [name, files] of Object.entries({
    apart: { 'x.py': base, 'y.py': labelled },
    asked: { 'x.py': `${base}depends_on = "some"\n`, 'y.py': labelled },
  })) {
    await writeVersions(join(root, name), files);
    const { verdicts } = await inspectMigrations({ directories: [join(root, name)] });
    seen[name] = Object.fromEntries(verdicts.map(({ check, status }) => [check, status]));
  }
  expect(seen['apart']).toMatchObject({ 'broken-chain': 'unknown', 'split-heads': 'clear' });
  expect(seen['asked']).toMatchObject({ 'broken-chain': 'unknown', 'split-heads': 'unknown' });
});
