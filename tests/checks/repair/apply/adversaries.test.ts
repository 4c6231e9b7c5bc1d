import { once } from 'node:events';
import { connect as tcp, createServer, type AddressInfo, type Socket } from 'node:net';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { attempt } from '../../../../src/checks/repair/apply/attempt.ts';
import { parseDatabaseUrl } from '../../../../src/checks/postgres/address/url.ts';
import { observe } from '../../../../src/checks/repair/apply/observe.ts';
import { stepsOf } from '../../../../src/checks/repair/plan/steps.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';
import { repairKey, withRepair } from '../repair-key.ts';
import { constraints, expected, right, wrong } from '../wrong-key.ts';

describe.each([15, 18] as const)('PostgreSQL %i', (version) => {
  let database: FreshDatabase;
  let clients: pg.Client[];
  beforeAll(async () => {
    database = await freshDatabase({ version, schema: 'empty' });
  });
  beforeEach(async () => {
    await database.query(wrong);
    clients = [];
  });
  afterEach(async () => {
    await Promise.all(clients.map((client) => client.end()));
    await database.empty();
  });
  afterAll(() => database.close());

  const connect = async (url = database.url): Promise<pg.Client> => {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    await client.connect();
    clients.push(client);
    return client;
  };
  const pidOf = async (client: pg.Client): Promise<number> =>
    (await client.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]!.pid;

  /** A transaction that has read the parent, and then does nothing. */
  const readIdly = async (): Promise<{ client: pg.Client; pid: number }> => {
    const client = await connect();
    await client.query("set application_name = 'a forgotten console'; begin; select from parent");
    const pid = await pidOf(client);
    // Older than any lock_timeout of ours: nobody would try in the hope that it ends in time.
    await expect
      .poll(
        async () =>
          (
            await database.query<{ old: boolean }>(
              "select now() - xact_start > interval '100 ms' as old from pg_stat_activity where pid = $1",
              [pid],
            )
          )[0]?.old,
      )
      .toBe(true);
    return { client, pid };
  };

  it(
    'repairs between concurrent writers, of whom none fails, once an idle reader of the parent has ' +
      'ended',
    async () => {
      let writing = true;
      const failures: unknown[] = [];
      let written = 0;
      const writers = Array.from({ length: 4 }, async (_, writer) => {
        const client = await connect();
        while (writing) {
          const code = 1 + ((written + writer) % 100);
          await client.query('insert into child (code) values ($1)', [code]).then(
            () => (written += 1),
            (error: unknown) => failures.push(error),
          );
        }
      });
      const { client: reader, pid } = await readIdly();
      const said: string[] = [];
      const progress = (line: string): void => {
        said.push(line);
        if (line.includes(String(pid))) void reader.query('commit');
      };
      const repaired = await repairKey(database.url, 'child_code_fkey', [expected], {
        apply: true,
        progress,
      });
      writing = false;
      await Promise.all(writers);

      expect(repaired).toMatchObject({ before: 'wrong-target', after: 'right', stopped: null, found: [] });
      expect(repaired.attempts[0]).toMatchObject({
        outcome: 'held-up',
        holders: [
          {
            pid,
            state: 'idle in transaction',
            application: 'a forgotten console',
            locks: expect.arrayContaining(['AccessShareLock on public.parent']),
          },
        ],
      });
      expect(said.join('\n')).toContain(`Process ${pid} (a forgotten console), idle in transaction`);
      expect(failures).toEqual([]);
      expect(written).toBeGreaterThan(0);
      expect(await database.query(constraints)).toEqual(right);
    },
  );

  it('gives up with everything as it was, and names who is in the way', async () => {
    const before = await database.query(constraints);
    const { pid } = await readIdly();
    const tries = { most: 3, patienceMs: 10_000, firstPauseMs: 1, longestPauseMs: 1 };
    const planned = await repairKey(database.url, 'child_code_fkey', [expected]);
    expect(planned.found).toEqual(['pending-repair error', 'blocked-repair warning']);
    const repaired = await repairKey(database.url, 'child_code_fkey', [expected], { apply: true, tries });
    // It never even tried: nobody was held up.
    expect(repaired.attempts.map(({ outcome }) => outcome)).toEqual(['held-up', 'held-up', 'held-up']);
    expect(repaired.stopped).toContain('given up after 3 tries');
    expect(repaired.found).toEqual(['pending-repair error', 'blocked-repair error']);
    const blocked = repaired.findings.find(({ code }) => code === 'blocked-repair');
    expect(blocked?.subject).toBe(`pid ${pid}`);
    expect(await database.query(constraints)).toEqual(before);

    for (const statement of blocked?.remedy.sql ?? []) await database.query(statement);
    await expect.poll(() => database.query('select from pg_stat_activity where pid = $1', [pid])).toEqual([]);
    expect((await repairKey(database.url, 'child_code_fkey', [expected])).found).toEqual([
      'pending-repair error',
    ]);
  });

  it('names a prepared transaction', async () => {
    const client = await connect();
    await client.query("begin; select from parent; prepare transaction 'left behind'");
    try {
      const planned = await repairKey(database.url, 'child_code_fkey', [expected]);
      expect(planned.holders).toMatchObject([{ pid: 0, locks: ['AccessShareLock on public.parent'] }]);
      expect(planned.findings.at(-1)).toMatchObject({
        code: 'blocked-repair',
        subject: "prepared 'left behind'",
        message: expect.stringContaining('left behind'),
        remedy: { sql: ["rollback prepared 'left behind';"] },
      });
    } finally {
      await client.query("rollback prepared 'left behind'");
    }
  });

  it(
    'as a role that may not see how old transactions are, it tries in milliseconds, and names the ' +
      'process',
    async () => {
      const role = `owner_${version}_${Date.now()}`;
      await database.query(
        `create role ${role} login password 'x'; alter table child owner to ${role}; alter table ` +
          `parent owner to ${role}; grant all on schema public to ${role}`,
      );
      const { client, pid } = await readIdly();
      const url = new URL(database.url);
      url.username = role;
      url.password = 'x';
      try {
        const tries = { most: 2, patienceMs: 10_000, firstPauseMs: 1, longestPauseMs: 1 };
        const repaired = await repairKey(url.href, 'child_code_fkey', [expected], { apply: true, tries });
        expect(repaired.attempts).toMatchObject(
          [1, 2].map(() => ({
            outcome: 'timed-out',
            holders: [{ pid, transactionMs: null }],
            error: 'canceling statement due to lock timeout',
          })),
        );
        await client.query('commit');
        expect(await repairKey(url.href, 'child_code_fkey', [expected], { apply: true })).toMatchObject({
          after: 'right',
          found: [],
        });
      } finally {
        await database.query(
          `reassign owned by ${role} to postgres; drop owned by ${role}; drop role ${role}`,
        );
      }
    },
  );

  it('drops no key that another repair has just made under the same name', async () => {
    await withRepair(database.url, 'child_code_fkey', [expected], {}, async (context) => {
      const { wanted, keys } = await observe(context);
      const [swap] = stepsOf(wanted, keys.version);
      await database.query(
        'alter table child drop constraint child_code_fkey, add constraint child_code_fkey foreign ' +
          'key (code) references parent (code)',
      );
      const before = await database.query<{ oid: number }>(
        "select oid from pg_constraint where conname = 'child_code_fkey'",
      );
      expect(await attempt(context, swap!)).toMatchObject({
        outcome: 'overtaken',
        error: expect.stringContaining('the key was changed meanwhile'),
      });
      expect(await database.query("select oid from pg_constraint where conname = 'child_code_fkey'")).toEqual(
        before,
      );
    });
  });

  it.each([
    ['is lost', (socket: Socket) => socket.destroy()],
    ['never comes', () => undefined],
  ])('goes on where the answer to COMMIT %s', async (_, cut) => {
    const server = new URL(database.url);
    const port = Number(server.port);
    let commits = 0;
    const proxy = createServer((socket) => {
      const upstream = tcp(port, server.hostname);
      let committing = false;
      socket.on('error', () => undefined).on('close', () => upstream.destroy());
      upstream.on('error', () => undefined).on('close', () => socket.destroy());
      socket.on('data', (chunk) => {
        committing = chunk.includes('commit\0') && (commits += 1) === 1;
        upstream.write(chunk);
      });
      upstream.on('data', (chunk) => void (committing ? cut(socket) : socket.write(chunk)));
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    server.port = String((proxy.address() as AddressInfo).port);
    try {
      const writer = {
        address: parseDatabaseUrl(server.href, {}),
        applicationName: 'facteur-qa test',
        connectTimeoutMs: 5000,
      };
      const steps = { lockTimeoutMs: 50, alterTimeoutMs: 500, longLockMs: null, validateTimeoutMs: 15_000 };
      const repaired = await repairKey(database.url, 'child_code_fkey', [expected], {
        apply: true,
        writer,
        steps,
      });
      expect(repaired).toMatchObject({ after: 'right', stopped: null, found: [] });
      expect(repaired.attempts.map(({ outcome }) => outcome)).toEqual(['failed', 'done']);
    } finally {
      proxy.close();
    }
  });

  it.each([
    ['wrong-target', 'add constraint child_code_fkey foreign key (code) references parent (id)'],
    ['missing', ''],
    [
      'half-swapped',
      'add constraint child_code_fkey foreign key (code) references parent (id), add foreign key ' +
        '(code) references parent (code)',
    ],
    ['not-valid', 'add constraint child_code_fkey foreign key (code) references parent (code) not valid'],
    ['renamed', 'add constraint child_new foreign key (code) references parent (code) not valid'],
    [
      'duplicated',
      'add constraint child_code_fkey foreign key (code) references parent (code), add constraint ' +
        'child_new ' +
        'foreign key (code) references parent (code) not valid',
    ],
  ])('two at once end as one: %s', async (_, adding) => {
    for (let round = 0; round < 3; round += 1) {
      await database.query(
        `alter table child drop constraint child_code_fkey${adding === '' ? '' : `, ${adding}`}`,
      );
      const both = await Promise.all(
        [1, 2].map(() => repairKey(database.url, 'child_code_fkey', [expected], { apply: true })),
      );
      expect(both.map(({ after, stopped, found }) => ({ after, stopped, found }))).toEqual(
        [1, 2].map(() => ({ after: 'right', stopped: null, found: [] })),
      );
      expect(await database.query(constraints)).toEqual(right);
    }
  });
});
