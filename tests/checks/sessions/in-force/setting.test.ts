import { expect, it } from 'vitest';
import { readMilliseconds, timeLiteral, timeText } from '../../../../src/checks/sessions/in-force/setting.ts';
import { freshDatabase } from '../../../support/postgres.ts';

it.each([
  [0, 'no limit'],
  [250, '250 ms'],
  [30_000, '30 s'],
  [90_000, '90 s'],
  [600_000, '10 min'],
  [7_200_000, '2 h'],
])('%i ms is said as %s', (ms, text) => expect(timeText(ms)).toBe(text));

it('a time is read as PostgreSQL reads it, and written so that it reads the same', async () => {
  const database = await freshDatabase({ schema: 'empty' });
  const given = ['0', '250', '5s', '1.5min', ' 2 h ', '2000us', '1d', "'30s'"];
  for (const text of given) {
    const [row] = await database.query<{ ms: string }>(
      "select extract(epoch from set_config('statement_timeout', $1, true)::interval) * 1000 as ms",
      [text.replaceAll("'", '')],
    );
    expect([text, readMilliseconds(text)]).toEqual([text, Number(row?.ms)]);
  }
  for (const ms of [250, 30_000, 90_000, 600_000, 7_200_000])
    expect(readMilliseconds(timeLiteral(ms))).toBe(ms);
  expect([readMilliseconds(''), readMilliseconds('soon'), readMilliseconds('-1')]).toEqual([
    null,
    null,
    null,
  ]);
  await database.close();
});
