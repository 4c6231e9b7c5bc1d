import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import yargs from 'yargs';
import { incidentShape } from '../../../../src/api/incidents/shape.ts';
import { findBroken } from '../../../../src/qa/commands/dev/broken.ts';
import { failure } from '../../../../src/qa/commands/dev/failure.ts';
import { introduction } from '../../../../src/qa/commands/dev/introduction.ts';
import { listOfFaults, listOfIncidents } from '../../../../src/qa/commands/dev/lists.ts';
import { build } from '../../../../src/qa/commands/dev/options.ts';
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
  [{ name: 'StartRefused' }, 3, 'The dev server did not start: [object Object].'],
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
    message:
      `The port ${port} cannot be used, it is taken or reserved: ` +
      'give another --port, or 0 for a free one.',
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

const api = (thrown: { readonly combine?: Error; readonly findFault?: Error } = {}) => {
  const asked: unknown[] = [];
  const incidents = ['silent-loss', 'silent-write', 'late'].map((name) => ({
    ...incidentShape.parse({ title: name, broken: name, causes: { confirmed: [], excluded: [] } }),
    name,
    sql: '',
  }));
  return {
    asked,
    combine: (found: readonly { readonly name: string }[], faults: readonly string[]) => {
      asked.push(['combine', found.map(({ name }) => name), faults]);
      if (thrown.combine !== undefined) throw thrown.combine;
      return null;
    },
    faults: { 'lost-mute': {}, 'replica-lag': {} },
    findFault: (fault: string) => {
      asked.push(['fault', fault]);
      if (thrown.findFault !== undefined) throw thrown.findFault;
    },
    listIncidents: async () => {
      asked.push('list');
      return incidents;
    },
  };
};

it.each<[string[], string[], unknown[]]>([
  [[], [], [['combine', [], []]]],
  [['late'], [], ['list', ['combine', ['late'], []]]],
  [['late', 'silent-loss', 'late'], [], ['list', ['combine', ['late', 'silent-loss'], []]]],
  [
    [],
    ['replica-lag=3', 'lost-mute'],
    [
      ['fault', 'replica-lag=3'],
      ['fault', 'lost-mute'],
      ['combine', [], ['replica-lag=3', 'lost-mute']],
    ],
  ],
])(
  'of incidents %j and faults %j each is looked for, and all are combined',
  async (incident, fault, asked) => {
    const broken = api();
    expect(await findBroken(broken, { incident, fault })).toBeNull();
    expect(broken.asked).toEqual(asked);
  },
);

it.each<[string[], string[], Parameters<typeof api>[0], string]>([
  [
    ['silent-los'],
    [],
    {},
    'UsageError: --incident: there is no incident "silent-los". Did you mean "silent-loss"?',
  ],
  [
    ['late', 'silent'],
    [],
    {},
    'UsageError: --incident: there is no incident "silent". Did you mean "silent-loss" or "silent-write"?',
  ],
  [
    ['xyzzy'],
    [],
    {},
    'UsageError: --incident: there is no incident "xyzzy". qa dev --list-incidents lists them.',
  ],
  [
    [],
    ['lost-mutes=3'],
    {},
    'UsageError: --fault: there is no fault "lost-mutes". Did you mean "lost-mute"?',
  ],
  [
    ['xyzzy'],
    ['lost-mute', '=lost-mute'],
    {},
    'UsageError: --fault: there is no fault "". qa dev --list-faults lists them.',
  ],
  [[], ['lost-mute=2'], { findFault: named('UnknownFault', 'no setting') }, 'UsageError: no setting'],
  [[], ['lost-mute=2'], { findFault: named('Other', 'a bug') }, 'Other: a bug'],
  [['late'], [], { combine: named('Incompatible', 'two clocks') }, 'UsageError: two clocks'],
  [['late'], [], { combine: named('Other', 'a bug') }, 'Other: a bug'],
])(
  'incidents %j and faults %j, where the API throws %j, are refused',
  async (incident, fault, thrown, told) => {
    const refused = await findBroken(api(thrown), { incident, fault }).catch((error: unknown) => error);
    expect(String(refused)).toBe(told);
  },
);

it('incidents and faults are listed a line each, the texts below each other, with what can be set', () => {
  const arrange = () => undefined;
  expect(
    listOfFaults({
      lag: { summary: 'Reads are late', settings: { number: 800, unit: 'milliseconds' }, arrange },
      'missing-unmute': { summary: 'No way back', settings: ['plain', 'worded'], arrange },
      lost: { summary: 'Mutes are lost', arrange },
    }),
  ).toBe(
    'lag             Reads are late (lag=800 milliseconds)\n' +
      'missing-unmute  No way back (missing-unmute=plain|worded)\n' +
      'lost            Mutes are lost\n',
  );
  const shape = { broken: 'It is.', causes: { confirmed: [], excluded: [] } };
  const incidents = ['a', 'bcd'].map((name) => ({
    ...incidentShape.parse({ ...shape, title: `Title of ${name}` }),
    name,
    sql: '',
  }));
  expect(listOfIncidents(incidents)).toBe('a    Title of a\nbcd  Title of bcd\n');
});

const portOf = async (given: string) => {
  const parser = build(yargs().exitProcess(false)).fail((message, error) => {
    throw error ?? new Error(message);
  });
  try {
    return (await parser.parseAsync(['--port', given])).port;
  } catch (error) {
    return error instanceof Error ? error.message : error;
  }
};
const noPort = (given: string): string =>
  `--port ${given} is not a port: give a number from 1 to 65535, or 0 for a free one.`;

it.each<[string, number | string]>([
  ['0', 0],
  ['1', 1],
  ['080', 80],
  ['65535', 65_535],
  ['65536', noPort('65536')],
  ['8e3', noPort('8e3')],
  ['0x50', noPort('0x50')],
  ['80.0', noPort('80.0')],
  ['+80', noPort('+80')],
  ['eighty', noPort('eighty')],
])('--port %s', async (given, port) => expect(await portOf(given)).toBe(port));

it('the options that may be given again are kept in their order, and nothing else is asked for', async () => {
  const read = (...line: string[]) => build(yargs().exitProcess(false)).parseAsync(line);
  expect(await read()).toMatchObject({
    incident: [],
    fault: [],
    spoil: false,
    listIncidents: false,
    listFaults: false,
  });
  expect(
    await read('--incident', 'b', '--fault', 'x=1', '--incident', 'a', 'word', '--fault', 'y'),
  ).toMatchObject({ incident: ['b', 'a'], fault: ['x=1', 'y'], _: ['word'] });
});
