import { expect, it } from 'vitest';
import { openDatabase, parseDatabaseUrl } from '../../../../src/checks/postgres/index.ts';

const limits = { statementTimeoutMs: 1_000, lockTimeoutMs: 100 };

const open = (signal: AbortSignal) =>
  openDatabase({
    address: parseDatabaseUrl('postgres://nobody@127.0.0.1:1/nothing', {}),
    applicationName: 'facteur-qa test',
    connectTimeoutMs: 5_000,
    signal,
  });

it.each([
  ['refused', new AbortController().signal, /ECONNREFUSED/],
  ['never tried, since the run is over', AbortSignal.abort(new Error('the run is over')), /the run is over/],
])('says that no connection will come where it is %s', async (_, signal, reason) => {
  const database = open(signal);
  await expect(database.read(() => Promise.resolve(), limits)).rejects.toThrow(reason);
  await expect(database.connected).resolves.toBeUndefined();
  await database.close();
});
