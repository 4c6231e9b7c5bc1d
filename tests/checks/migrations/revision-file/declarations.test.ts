import fc from 'fast-check';
import { expect, it } from 'vitest';
import { readStatements } from '../../../../src/checks/migrations/python/statements.ts';
import { readDeclared } from '../../../../src/checks/migrations/revision-file/declarations.ts';
import { structureOf } from '../../../../src/checks/migrations/python/structure.ts';
import { declaredOf } from '../../../../src/checks/migrations/revision-file/declared.ts';
import { readValues } from '../../../../src/checks/migrations/revision-file/read-values.ts';

/** What is read of a file, however much of it is read: the quick way and the whole way must agree. */
function read(source: string, name = 'some_file.py') {
  const { fault } = structureOf(source.replace(/\r\n?/g, '\n'));
  const whole = declaredOf(readValues(readStatements(source)), name, fault);
  expect(readDeclared(source, name)).toEqual(whole);
  return whole;
}

it.each<[string, string, readonly string[]]>([
  ['none', 'None', []],
  ['a string', "'a1'", ['a1']],
  ['a string in brackets', '("a1")', ['a1']],
  ['a tuple', '("a1", \'b2\')', ['a1', 'b2']],
  ['a tuple of one', '("a1",)', ['a1']],
  ['a tuple without brackets', '"a1", "b2"', ['a1', 'b2']],
  ['a list', '["a1", "b2",]', ['a1', 'b2']],
  ['nothing in brackets', '()', []],
  ['several lines', '(\n    "a1",  # why, "c3"\n\n    """b2""",\n)', ['a1', 'b2']],
  ['strings side by side', '("a" r"1")', ['a1']],
  ['a continued line', '\\\n    "a1"', ['a1']],
  ['escapes', '"\\x61\\061"', ['a1']],
  ['a prefix', 'u"a1"', ['a1']],
  ['a name', 'BASE', ['a1']],
])('down_revision as %s', (_, written, expected) => {
  for (const assigned of [
    `down_revision = ${written}`,
    `down_revision: Union[str, Sequence[str], None] = ${written}`,
    `down_revision=${written};x = 1`,
  ]) {
    const seen = read(`BASE = "a1"\nrevision = "z9"\n${assigned}\n`);
    expect(seen).toMatchObject({ revision: 'z9', down: expected, faults: [], unread: [] });
    expect(read(`BASE = "a1"\nrevision = "z9"\n${assigned}\n`.replaceAll('\n', '\r\n'))).toEqual(seen);
  }
});

it.each([
  ['a call', 'revision = str("a1")\ndown_revision = None', ['revision is computed, not written out']],
  ['a sum', 'revision = "a" + "1"\ndown_revision = None', ['revision is computed, not written out']],
  ['an f-string', 'revision = f"a{1}"\ndown_revision = None', ['revision is computed, not written out']],
  [
    'a condition',
    'revision = "a1"\nif x:\n    down_revision = None\nelse:\n    down_revision = "b2"',
    ['down_revision is computed, not written out'],
  ],
  [
    'a condition on one line',
    'revision = "a1"\nif x: down_revision = None',
    ['down_revision is computed, not written out'],
  ],
  [
    'an unknown name',
    'from ids import A\nrevision = A\ndown_revision = None',
    ['revision is computed, not written out'],
  ],
])('says of %s that it cannot be read', (_, source, unread) => {
  expect(read(source).unread).toEqual(unread);
});

it.each([
  ['no declarations', 'x = 1', ['it declares no revision', 'it declares no down_revision']],
  [
    'an open string',
    'revision = "a1\ndown_revision = None',
    ['Python cannot read it: line 1, a string is never closed'],
  ],
  [
    'an open bracket',
    'revision = "a1"\ndown_revision = (None',
    ['Python cannot read it: line 2, "(" is never closed'],
  ],
  [
    'signs that Alembic refuses',
    'revision = "a-1"\ndown_revision = None',
    ['Alembic refuses the signs @, + and - in the revision id a-1'],
  ],
])('says of %s what Alembic would', (_, source, faults) => {
  expect(read(`${source}\n`).faults).toEqual(faults);
});

it('takes the id from the name of a file that declares none, as Alembic does', () => {
  expect(read('down_revision = None', '1a2b3c.py')).toMatchObject({ revision: '1a2b3c', faults: [] });
  expect(read('down_revision = None', '1a2b3c_slug.py')).toMatchObject({
    revision: null,
    faults: ['it declares no revision'],
  });
});

it('reads any text to its end', () => {
  const pieces = fc.constantFrom(
    '"',
    "'",
    '"""',
    '\\',
    '\n',
    '{',
    '}',
    '(',
    ')',
    'f"',
    'revision',
    ' = ',
    '#',
    'def x():',
    '    ',
    ';',
    '\t',
    'é',
    '𝒳',
    '$',
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (parts) => {
      const { faults, unread } = read(parts.join(''));
      expect([...faults, ...unread].every((text) => text.length > 0)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});

it('passes over what only looks like a declaration, wherever it stands', () => {
  const hidden = 'revision = "ffff"\ndown_revision = "eeee"\n';
  const indented = hidden.replace(/^/gm, '    ');
  const around = [
    `"""${hidden}"""\n`,
    `'''${hidden}'''\n`,
    `def upgrade():\n    op.execute("""\n${hidden}""")\n${indented}\n`,
    `def upgrade():\n    x = (\n"a"\n)\n${indented}\n`,
    `class A:\n${indented}\n`,
    `async def f(a="x"):  # ${hidden.split('\n')[0]}\n${indented}\n`,
    `# ${hidden.replaceAll('\n', '\n# ')}\n`,
    'def f(): return "#"\n',
    'TEXT = {"revision": "dddd"}\n',
    '@decorated\ndef g():\n    pass\n',
    'from x import (\n    revision_a,\n)\n',
  ];
  const declared = [
    'revision: str = "a1b2"  # "z"',
    "down_revision: Union[str, Sequence[str], None] = ('c3', 'd4',)",
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(around, { minLength: 0 }), fc.nat(around.length), (parts, at) => {
      const source = parts.toSpliced(at, 0, `${declared.join('\n')}\n`).join('');
      expect(read(source)).toMatchObject({ revision: 'a1b2', down: ['c3', 'd4'], faults: [], unread: [] });
    }),
    { numRuns: 300 },
  );
});
