import { expect, it } from 'vitest';
import { keepingAlike } from '../../../src/checks/support/alike.ts';

it('gives one list of what is the same, and another of what differs in its name or else', () => {
  const alike = keepingAlike<{ readonly name: string | null; readonly type: string }>(
    (one, other) => one.type === other.type,
  );
  const first = alike({ name: 'id', type: 'bigint' });
  expect(first).toEqual([{ name: 'id', type: 'bigint' }]);
  expect(alike({ name: 'id', type: 'bigint' })).toBe(first);
  const others = [alike({ name: 'id', type: 'uuid' }), alike({ name: 'no', type: 'bigint' })];
  expect(others).toEqual([[{ name: 'id', type: 'uuid' }], [{ name: 'no', type: 'bigint' }]]);
  expect(alike({ name: null, type: 'bigint' })).toBe(alike({ name: null, type: 'bigint' }));
});
