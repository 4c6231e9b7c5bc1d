import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { placeOf, wrongShape } from '../../../src/checks/support/wrong-shape.ts';

const shape = z.strictObject({
  names: z.optional(z.array(z.string().check(z.minLength(1)))),
  kind: z.optional(z.enum(['a', 'b'])),
  limit: z.optional(z.number().check(z.int(), z.minimum(1))),
  targets: z.optional(
    z.record(z.string(), z.strictObject({ url: z.string(), open: z.optional(z.boolean()) })),
  ),
  code: z.optional(z.string().check(z.regex(/^\w+$/, 'give letters'))),
});

it.each<[unknown, string | null, string]>([
  [[], null, 'should be an object, and is a list'],
  ['x', null, 'should be an object, and is a text'],
  [null, null, 'should be an object, and is null'],
  [{ names: 'x' }, 'names', 'should be a list, and is a text'],
  [{ names: ['x', 5] }, 'names[1]', 'should be a text, and is a number'],
  [{ names: [''] }, 'names[0]', 'should not be empty'],
  [{ kind: 'c' }, 'kind', 'should be one of a, b'],
  [{ limit: 'x' }, 'limit', 'should be a number, and is a text'],
  [{ limit: 0 }, 'limit', 'should be at least 1'],
  [{ targets: { prod: {} } }, 'targets.prod.url', 'should be a text, and is missing'],
  [
    { targets: { prod: { url: 'x', open: 'y' } } },
    'targets.prod.open',
    'should be true or false, and is a text',
  ],
  [{ targets: [] }, 'targets', 'should be an object, and is a list'],
  [{ other: 1 }, null, 'has the unknown key "other"'],
  [{ code: '!' }, 'code', 'is wrong: give letters'],
])('%j is wrong at %s: %s', (json, place, words) => {
  const [issue] = shape.safeParse(json).error?.issues ?? [];
  if (issue === undefined) throw new Error('it was taken');
  expect([placeOf(issue), wrongShape(issue, json)]).toEqual([place, words]);
});
