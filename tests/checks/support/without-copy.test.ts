import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { withoutCopy } from '../../../src/checks/support/without-copy.ts';

const inner = withoutCopy(z.object({ id: z.number() }));
const shape = withoutCopy(
  z.object({
    name: z.string(),
    open: z.boolean(),
    count: z.number(),
    kind: z.enum(['a', 'b']),
    maybe: z.optional(z.string()),
    none: z.nullable(z.number()),
    list: z.array(z.string()),
    inner,
    short: z.string().check(z.maxLength(2)),
    either: z.union([z.string(), z.number()]),
  }),
);
const right = {
  name: 'x',
  open: false,
  count: 0,
  kind: 'a',
  none: null,
  list: ['p', 'q'],
  inner: { id: 1 },
  short: 'ab',
  either: 7,
};

it('what fits is kept as it is, with all that is in it', () => {
  const read = shape.parse(right);
  expect(read).toBe(right);
  expect(read.inner).toBe(right.inner);
  expect(shape.parse({ ...right, maybe: 'y', none: 3, list: [], more: 1 })).toMatchObject({ more: 1 });
});

it.each<[string, unknown]>([
  ['name', 1],
  ['name', undefined],
  ['open', 'true'],
  ['count', '7'],
  ['count', Number.NaN],
  ['kind', 'c'],
  ['maybe', 1],
  ['maybe', null],
  ['none', 'x'],
  ['none', undefined],
  ['list', ['p', 1]],
  ['list', 'p'],
  ['list', { length: 0 }],
  ['inner', { id: '1' }],
  ['inner', null],
  ['inner', 'x'],
  ['short', 'abc'],
  ['either', true],
])('a wrong %s, %j, is told by its place', (name, value) => {
  const { error } = shape.safeParse({ ...right, [name]: value });
  expect(error?.issues.map(({ code, message }) => [code, message])).toEqual([
    ['custom', expect.stringContaining(`at ${name}`)],
  ]);
});

it.each([null, undefined, 'x', 7, true])('%j is no object', (value) => {
  expect(shape.safeParse(value).success).toBe(false);
});
