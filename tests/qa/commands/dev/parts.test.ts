import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { findBroken } from '../../../../src/qa/commands/dev/broken.ts';
import { failure } from '../../../../src/qa/commands/dev/failure.ts';
import { introduction } from '../../../../src/qa/commands/dev/introduction.ts';
import { choosePort } from '../../../../src/qa/commands/dev/port.ts';

const named = (name: string, message: string): Error => Object.assign(new Error(message), { name });

it.each<[unknown, number, string]>([
  [named('PostgresNotInstalled', 'Install it.'), 2, 'Install it.'],
  [named('StartRefused', 'a revision is missing'), 1, 'The API refuses to start: a revision is missing'],
  [
    named('DatabaseInUse', 'It holds 5 tables.'),
    2,
    'It holds 5 tables. Give --database-url of an empty one, or leave it out.',
  ],
  [named('Error', 'no space left'), 3, 'The dev server did not start: no space left.'],
  ['no error at all', 3, 'The dev server did not start: no error at all.'],
])('%s ends with %i and one sentence', (error, exitCode, message) => {
  expect(failure(error)).toMatchObject({ exitCode, message });
});

const served = {
  baseUrl: 'http://127.0.0.1:8080',
  databaseUrl: 'postgresql://127.0.0.1/dev',
  token: 'a.b.c',
};
const incident = { name: 'silent-loss', broken: 'Mutes do not stay' };
const text = (broken: string): string => `\
API        http://127.0.0.1:8080/api
Database   postgresql://127.0.0.1/dev
Token      a.b.c
${broken}
Try, in this directory:
  qa diagnose --target local
  qa verify-mute --target local
  qa verify-railway --target local
  qa inspect-fk --target local

Ctrl-C ends it.
`;

it.each([
  ['healthy', null, false, ''],
  ['healthy, and asked for', null, true, ''],
  ['broken', incident, false, 'Incident   silent-loss: find out what is broken; --spoil tells\n'],
  ['broken, and asked for', incident, true, 'Incident   silent-loss: Mutes do not stay\n'],
])('what is started is introduced: %s', (_, broken, spoil, line) => {
  expect(introduction(served, broken, spoil)).toBe(text(line));
});

it('the port is the one asked for, or the usual one where it is free, or a free one', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  expect(await choosePort(undefined, port)).toBe(0);
  expect(await choosePort(0, port)).toBe(0);
  await expect(choosePort(port)).rejects.toMatchObject({
    exitCode: 2,
    message: `The port ${port} cannot be used, it is taken or reserved: give another --port, or 0 for a free one.`,
  });
  taken.close();
  await once(taken, 'close');
  expect([await choosePort(port), await choosePort(undefined, port)]).toEqual([port, port]);
});

it.each([
  ['no fault of the user', new Error('disk'), 'Error: disk'],
  [
    'what cannot be combined',
    named('Incompatible', 'both want the clock'),
    'UsageError: both want the clock',
  ],
])('%s stays what it is', async (_, error, told) => {
  const api = {
    combine: () => {
      throw error;
    },
    faults: {},
    findFault: () => null,
    listIncidents: async () => [],
  };
  const thrown = await findBroken(api, { incident: [], fault: [] }).catch((each: unknown) => each);
  expect(String(thrown)).toBe(told);
});
