import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../../../src/checks/finding.ts';
import type { Report } from '../../../../src/checks/report.ts';
import { unwrapped } from '../../../support/command-line.ts';
import { startDev, type RunningDev } from '../../../support/dev-server.ts';
import { freshDatabase, type FreshDatabase } from '../../../support/postgres.ts';

describe('the incident blocked-migration', () => {
  let database: FreshDatabase;
  let dev: RunningDev;
  let idle: number;
  let migration: number;
  beforeAll(async () => {
    database = await freshDatabase({ schema: 'empty' });
    dev = await startDev('--incident', 'blocked-migration', '--database-url', database.url);
    [idle = 0, migration = 0] = (
      await database.query<{ pid: number }>(
        `select pid from pg_stat_activity where application_name = 'facteur-incident' and datname =
         current_database() order by backend_start`,
      )
    ).map(({ pid }) => pid);
  }, 30_000);
  afterAll(async () => {
    await dev.stop();
    await database.close();
  });

  const run = async (...line: string[]) => {
    const ran = await dev.qa(...line, '--target', 'local', '--format', 'json');
    const report = JSON.parse(ran.stdout) as Report;
    const findings = report.verdicts.flatMap((verdict) => verdict.findings);
    return {
      ran,
      report,
      finding: (code: string): Finding | undefined => findings.find((one) => one.code === code),
    };
  };

  it('is explained by one command: pid, age, statement, and what to do', async () => {
    const { ran, finding } = await run('inspect-locks');
    expect(ran.exitCode).toBe(1);
    expect(finding('blocked-ddl')).toMatchObject({
      subject: `pid ${migration}`,
      facts: { rootPids: [idle] },
      message: expect.stringMatching(
        new RegExp(
          `pid ${migration} .*has waited \\d+ (?:ms|s|min).*alter table user_personalization drop constraint ` +
            String.raw`user_personalization_user_id_fkey\. ` +
            `It waits for pid ${idle} .*idle in transaction for \\d+ .*select count\\(\\*\\) from user_profiles`,
        ),
      ),
      remedy: { sql: [`select pg_catalog.pg_terminate_backend(${idle});`] },
    });
  });

  it.each(['table', 'markdown', 'github', 'junit', 'tap', 'html'])(
    'as %s it names pid, age and statement; nobody is told to run the statement that waits',
    async (format) => {
      const { stdout } = await dev.qa('inspect-locks', '--target', 'local', '--format', format);
      const text = unwrapped(stdout).replaceAll('<wbr>', '').replaceAll('&#95;', '_');
      expect(text).toMatch(new RegExp(`pid ${idle} .*idle in transaction for \\d+`));
      expect(text).toContain('drop constraint user_personalization_user_id_fkey');
      expect(text).not.toContain('to see them');
    },
  );

  it.each(['table', 'markdown', 'github', 'html'])(
    'as %s it has the line to paste, under the cause that is named',
    async (format) => {
      const { stdout } = await dev.qa('inspect-locks', '--target', 'local', '--format', format);
      expect(stdout.replaceAll('<wbr>', '')).toContain(`select pg_catalog.pg_terminate_backend(${idle});`);
    },
  );

  it('shows the tree in the terminal, the root first', async () => {
    const { stdout } = await dev.qa('inspect-locks', '--target', 'local');
    const tree = unwrapped(stdout.slice(stdout.indexOf('Looked at')));
    expect(tree).toMatch(
      new RegExp(
        `^Looked at \\d+ sessions of the database \\w+ and \\d+ locks: 1 waits\\.\n` +
          `pid ${idle} \\(facteur-incident, .*, idle in transaction for .*\n` +
          `│ holds ACCESS SHARE on public.user_profiles\n│ select count\\(\\*\\) from user_profiles\n` +
          `└─ pid ${migration} \\(facteur-incident, .* waits .* for ACCESS EXCLUSIVE on public.user_profiles\n`,
      ),
    );
  });

  it('the same blocker is named where an inspection of keys and where mutes wait for it', async () => {
    const keys = await run('inspect-fk', '--orphans');
    const reason = keys.report.verdicts.find(({ check }) => check === 'uncounted-orphans')?.reason;
    expect(reason).toMatch(
      new RegExp(`another session holds a lock.*: pid ${idle} .*idle in transaction for `),
    );

    const mute = await run('verify-mute', '--timeout', '500ms');
    expect(mute.finding('unreachable-api')).toMatchObject({
      message: expect.stringMatching(new RegExp(`^In the database others wait for a lock: pid ${idle} `)),
      remedy: { sql: [`select pg_catalog.pg_terminate_backend(${idle});`] },
    });
  });

  it('what it says to paste lets the migration get on', async () => {
    const { finding } = await run('inspect-locks');
    for (const statement of finding('blocked-ddl')?.remedy.sql ?? []) await database.query(statement);
    await expect.poll(async () => (await run('inspect-locks')).finding('blocked-ddl')).toBeUndefined();
  });
});
