import { describe, expect, it } from 'vitest';
import { subjects } from '../../src/checks/catalogue.ts';
import type { Report } from '../../src/checks/report.ts';
import { runLine, unwrapped } from '../support/command-line.ts';
import { startHostileServer } from '../support/hostile-server.ts';

/** Port 1 of loopback: whoever connects is refused at once. */
const nobody = { api: 'http://127.0.0.1:1', database: 'postgresql://u:hush-hush@127.0.0.1:1/app' };

/** A JWT that is sound to look at, and good for nothing. */
const token = [{ alg: 'HS256' }, { sub: 'u', exp: 4_102_444_800 }]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('c2lnbmF0dXJlLW9mLW5vYm9keQ')
  .join('.');

const commandLines: Readonly<Record<string, string[]>> = {
  'verify-mute': ['--base-url', nobody.api],
  'verify-railway': ['--base-url', nobody.api],
  'inspect-fk': ['--database-url', nobody.database],
  'inspect-locks': ['--database-url', nobody.database],
  'inspect-sessions': ['--database-url', nobody.database],
  'inspect-migrations': ['--database-url', nobody.database],
};

const environment = { QA_TOKEN: token, PATH: '' };
const codesOf = (command: string): string[] =>
  subjects.flatMap(({ commands, checks }) =>
    commands.some((name) => name === command) ? checks.map(({ code }) => code) : [],
  );
const commands = [...new Set(subjects.flatMap((subject): readonly string[] => subject.commands))];

/** A repair names one key, and has no choice of checks. */
it('knows how to aim every command that takes --only', () => {
  expect(Object.keys(commandLines)).toEqual(
    expect.arrayContaining(commands.filter((name) => name !== 'repair-fk')),
  );
});

describe.each(commands.filter((name) => name in commandLines))(
  '%s at a target that nobody serves',
  (command) => {
    const aimed = [command, ...(commandLines[command] ?? [])];

    it.each(codesOf(command))('--only %s is never green', async (code) => {
      const ended = await runLine([...aimed, '--only', code, '--format', 'json'], { environment });
      // A check that this command leaves to another is no choice here.
      if (ended.code === 2) return expect(ended.stderr).toContain(`${code} is not a check of this command`);
      const report = JSON.parse(ended.stdout) as Report;
      const [verdict] = report.verdicts;
      expect(report.verdicts.map(({ check }) => check)).toEqual([code]);
      // What the token says of itself is read without asking anybody, and is the one thing that is seen.
      if (verdict?.status === 'clear') expect(code).toMatch(/token$/);
      else expect([1, 3]).toContain(ended.code);
      expect(verdict?.status).not.toBe('skipped');
      expect(ended.code).toBe(report.exitCode);
    });

    it('all of it is never green, and skips nothing but what was left out', async () => {
      const ended = await runLine([...aimed, '--format', 'json'], { environment });
      expect([1, 3]).toContain(ended.code);
      const { verdicts } = JSON.parse(ended.stdout) as Report;
      const skipped = verdicts.filter(({ status }) => status === 'skipped').map(({ reason }) => reason ?? '');
      for (const reason of skipped)
        expect(reason).toMatch(/--[a-z]|RAILWAY_TOKEN|loopback|plain http|not changed|nothing was changed/);
    });
  },
);

describe('a proxy that answers in place of the API', () => {
  /** What is seen without the API: the way to it, and the token itself. */
  const seenAnyway =
    /^(unreachable-api|unreachable-address|railway-edge-error|gateway-error|rate-limited|redirected-request|slow-response|clock-skew|flapping-health|restarting-app|.*-token)$/;

  it.each([
    ['verify-mute', 'Cloudflare', 522, { server: 'cloudflare' }],
    ['verify-railway', 'Cloudflare', 522, { server: 'cloudflare' }],
    ['verify-mute', "Railway's edge", 502, { 'x-railway-fallback': 'true' }],
    ['verify-railway', "Railway's edge", 502, { 'x-railway-fallback': 'true' }],
  ])('%s calls nothing clear that only the API could show, where %s answers %d', async (...given) => {
    const [command, , status, headers] = given;
    const head = Object.entries({ ...headers, 'content-type': 'text/html', 'content-length': '15' });
    const server = await startHostileServer((socket) =>
      socket.write(
        `HTTP/1.1 ${status} Nobody\r\n${head.map((pair) => `${pair.join(': ')}\r\n`).join('')}\r\n` +
          '<html>no</html>',
      ),
    );
    try {
      const ended = await runLine([command, '--base-url', server.origin, '--format', 'json'], {
        environment,
      });
      const { verdicts, diagnosis } = JSON.parse(ended.stdout) as Report;
      const clear = verdicts.flatMap((verdict) => (verdict.status === 'clear' ? [verdict.check] : []));
      expect(clear.filter((check) => !seenAnyway.test(check))).toEqual([]);
      expect(ended.code).toBe(1);
      // Nor does a proxy tell that the token, the host or the database is in order.
      const excluded = diagnosis?.hypotheses.filter(({ status: weighed }) => weighed === 'excluded') ?? [];
      expect(excluded.map(({ cause }) => cause)).not.toEqual(
        expect.arrayContaining([
          expect.stringMatching(/credentials|email|signing|schema|access-open|host-misrouted/),
        ]),
      );
    } finally {
      await server.close();
    }
  });
});

const asked = ['verify-railway', '--base-url', nobody.api, '--only', 'dead-liveness'];

it.each([
  ['--only alone', asked],
  [
    '--skip of what would be found',
    ['verify-railway', '--base-url', nobody.api, '--skip', 'unreachable-api,wrong-host'],
  ],
])('nothing was judged with %s, and every format says so', async (_what, line) => {
  const said = async (format: string) => runLine([...line, '--format', format], { environment });
  const all = Object.fromEntries(
    await Promise.all(
      ['table', 'json', 'junit', 'tap', 'github', 'markdown', 'prometheus', 'ctrf', 'html', 'nagios'].map(
        async (format) => [format, await said(format)] as const,
      ),
    ),
  );
  for (const [format, { code }] of Object.entries(all)) expect({ format, code }).toEqual({ format, code: 3 });
  expect(all['table']?.stdout).toMatch(/^✖ the API was not reached: .*\n.*\n✖ \d+ checks? not run/);
  expect(all['junit']?.stdout).toMatch(/<error message="the API was not reached/);
  expect(all['tap']?.stdout).toMatch(/^not ok \d+ - dead-liveness$/m);
  expect(all['github']?.stdout).toMatch(
    /^::warning title=[a-z-]+ (is|and \d+ more are) unknown::the API was not reached/m,
  );
  expect(all['markdown']?.stdout).toMatch(/dead-liveness.*the API was not reached|unknown/);
  expect(all['prometheus']?.stdout).toMatch(/^probe_success\{.*\} 0$/m);
  expect(all['ctrf']?.stdout).toMatch(/"name": ?"dead-liveness"/);
  expect(all['nagios']?.stdout).toMatch(/^QA UNKNOWN/);
});

it.each([
  ['stale-deployment', '--expect-commit'],
  ['wrong-environment', '--expect-environment'],
  ['flapping-health', '--observe'],
  ['rejected-healthcheck-host', '--healthcheck-host'],
])('--only %s alone names the flag that its evidence needs, and is never green', async (code, flag) => {
  const { code: ended, stdout } = await runLine(
    ['verify-railway', '--base-url', nobody.api, '--only', code],
    { environment },
  );
  expect(ended).toBe(3);
  expect(unwrapped(stdout)).toMatch(new RegExp(`^\\? ${code}: .*${flag}`, 'm'));
});
