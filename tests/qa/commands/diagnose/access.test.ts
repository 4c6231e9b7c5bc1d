import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { runLine } from '../../../support/command-line.ts';
import { startReferenceApi, type ReferenceApi } from '../../../support/reference-api.ts';

const wrongTarget = `alter table user_personalization drop constraint user_personalization_user_id_fkey,
  add constraint user_personalization_user_id_fkey foreign key (user_id) references user_profiles (id)
    on delete cascade`;

describe('qa diagnose of a foreign key to the wrong column', () => {
  let api: ReferenceApi;
  let counting: { readonly origin: string; readonly methods: string[]; readonly close: () => void };
  beforeAll(async () => {
    api = await startReferenceApi();
    await api.database.query(wrongTarget);
    counting = await countRequests(api.baseUrl);
    // The user's first mute makes their profile.
    await run({ ...toApi(), ...toDatabase() });
  }, 30_000);
  afterAll(async () => {
    counting.close();
    await api.close();
  });

  const toApi = () => ({ QA_BASE_URL: counting.origin, QA_TOKEN: api.token });
  const toDatabase = () => ({ QA_DATABASE_URL: api.databaseUrl });
  const run = async (environment: Record<string, string>, ...line: string[]) => {
    counting.methods.length = 0;
    const ended = await runLine(['diagnose', ...line], { environment, cwd: '/' });
    expect(ended.stdout + ended.stderr).not.toContain(api.token);
    return ended;
  };
  const report = async (environment: Record<string, string>, ...line: string[]): Promise<Report> =>
    JSON.parse((await run(environment, ...line, '--format', 'json')).stdout);
  const written = async () => {
    await api.database.query('select pg_stat_force_next_flush()');
    const [row] = await api.database.query<{ rows: string; snapshot: string }>(
      `select sum(n_tup_ins + n_tup_upd + n_tup_del) as rows from pg_stat_user_tables`,
    );
    return row?.rows;
  };
  const statusOf = ({ diagnosis }: Report, cause: string) =>
    diagnosis?.hypotheses.find((each) => each.cause === cause)?.status;
  const sameText = ['profile-missing', 'foreign-key-wrong-target', 'foreign-key-half-swapped'];

  it('the API alone leaves open what only the database decides, and says which command would', async () => {
    const seen = await report(toApi());
    expect(seen).toMatchObject({ exitCode: 1, diagnosis: { status: 'inconclusive', cause: null } });
    expect(sameText.map((cause) => statusOf(seen, cause))).toEqual(['possible', 'possible', 'possible']);
    expect(seen.diagnosis?.hypotheses.slice(0, 3).map(({ cause }) => cause)).toEqual(sameText);
    expect(seen.scope?.leftOut).toEqual([
      { what: 'the database', reason: 'no URL' },
      { what: 'the migrations of the code', reason: 'no --versions-dir' },
    ]);
    const { code, stdout } = await run(toApi());
    expect(code).toBe(1);
    expect(stdout).toMatch(/would decide +qa (diagnose -|inspect-fk) .*--database-url "\$DATABASE_URL"\n/);
    expect(stdout).toContain('Left out, no URL: the database.');
  });

  it('the database alone confirms it, and writes nothing', async () => {
    const before = await written();
    const seen = await report(toDatabase());
    expect(seen).toMatchObject({
      exitCode: 1,
      diagnosis: { status: 'caused', cause: 'foreign-key-wrong-target' },
      cleanup: { status: 'not-needed' },
    });
    expect(seen.scope?.leftOut).toContainEqual({ what: 'the API', reason: 'no base URL' });
    expect(await written()).toBe(before);
  });

  it('both confirm it and exclude the two others, and what was muted is unmuted', async () => {
    const seen = await report({ ...toApi(), ...toDatabase() });
    expect(seen).toMatchObject({ exitCode: 1, diagnosis: { cause: 'foreign-key-wrong-target' } });
    expect(sameText.map((cause) => statusOf(seen, cause))).toEqual(['excluded', 'confirmed', 'excluded']);
    expect(seen.cleanup.status).not.toBe('incomplete');
    expect(counting.methods).toContain('POST');
  });

  it('--read-only sends nothing that changes, as the server counts, and nothing is written', async () => {
    const before = await written();
    const { exitCode, diagnosis } = await report({ ...toApi(), ...toDatabase() }, '--read-only');
    expect({ exitCode, cause: diagnosis?.cause }).toEqual({
      exitCode: 1,
      cause: 'foreign-key-wrong-target',
    });
    expect(counting.methods.length).toBeGreaterThan(5);
    expect(counting.methods.filter((method) => !['GET', 'HEAD', 'OPTIONS'].includes(method))).toEqual([]);
    expect(await written()).toBe(before);
  });

  it('a database that takes no writes is diagnosed just so', async () => {
    const url = new URL(api.databaseUrl);
    url.searchParams.set('options', '-c default_transaction_read_only=on');
    expect((await report({ QA_DATABASE_URL: url.href })).diagnosis?.cause).toBe('foreign-key-wrong-target');
  });

  it('a proxy of another kind is exit 2, and a gap where something else can be looked at', async () => {
    const far = { QA_BASE_URL: 'https://api.example', ALL_PROXY: 'socks5://127.0.0.1:1080' };
    const alone = await run(far);
    expect({ code: alone.code, stdout: alone.stdout }).toEqual({ code: 2, stdout: '' });
    expect(alone.stderr.trim().split('\n')).toHaveLength(1);
    const beside = await report({ ...far, ...toDatabase() });
    expect(beside.verdicts.find(({ check }) => check === 'verify-railway')).toMatchObject({
      status: 'unknown',
      reason: expect.stringContaining('could not look: ALL_PROXY names a socks5:// proxy'),
    });
  });

  it('with neither there is nothing to look at: exit 2, one sentence', async () => {
    const { code, stdout, stderr } = await run({});
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(
      /^qa: There is nothing to look at: the target "prod" has neither a base URL .*\n$/,
    );
  });

  it('shows no secret: neither the token nor the password of the database', async () => {
    const url = new URL(api.databaseUrl);
    url.password = 'hunter2-of-the-test';
    for (const format of ['table', 'json', 'markdown', 'junit']) {
      const { stdout, stderr } = await run(toApi(), '--database-url', url.href, '--format', format);
      expect(stdout + stderr).not.toContain('hunter2-of-the-test');
      expect(stdout + stderr).not.toContain(api.token.split('.')[2]);
    }
  }, 30_000);

  it('what it says to do now can be pasted, with the database from where it came', async () => {
    const { diagnosis } = await report({}, '--database-url', api.databaseUrl);
    const [now = ''] = diagnosis?.hypotheses[0]?.doNow ?? [];
    const [, named = '', line = ''] = /^QA_DATABASE_URL=(\S+) qa (.+)$/.exec(now) ?? [];
    expect(line).toMatch(/^repair-fk /);
    const url = new URL(named.replaceAll("'", ''));
    url.password = new URL(api.databaseUrl).password;
    const pasted = await runLine(line.split(' '), { environment: { QA_DATABASE_URL: url.href } });
    expect([0, 1]).toContain(pasted.code);
    expect(pasted.stdout).toContain('user_personalization');
  });
});

/** A server in front of another one, that notes the methods of what arrives. */
async function countRequests(origin: string) {
  const methods: string[] = [];
  const server = createServer((from, to) => {
    methods.push(from.method ?? '');
    const onward = request(new URL(from.url ?? '/', origin), {
      method: from.method,
      headers: from.headers,
    });
    onward.on('response', (answer) => {
      to.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(to);
    });
    onward.on('error', () => to.destroy());
    from.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    methods,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
