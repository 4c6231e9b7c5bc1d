import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../../src/checks/catalogue.ts';
import { causes } from '../../../../src/checks/causes/index.ts';
import { exampleReport } from '../../../support/example-report.ts';
import { runLine } from '../../../support/command-line.ts';

describe('qa checks', () => {
  it('lists every code, as text and as JSON', async () => {
    const codes = catalogue.map(({ check }) => check.code);
    const text = await runLine(['checks']);
    expect(text).toMatchObject({ code: 0, stderr: '' });
    for (const code of codes) expect(text.stdout).toContain(`  ${code} `);
    const json = await runLine(['checks', '--format', 'json']);
    expect(JSON.parse(json.stdout).checks.map(({ code }: { code: string }) => code)).toEqual(codes);
  });

  it('sets them out by subject in one column, causes last, and says how many there are', async () => {
    const { stdout } = await runLine(['checks']);
    const parts = stdout.trimEnd().split('\n\n');
    const subjects = [...new Set(catalogue.map(({ subject }) => subject))];
    expect(parts.map((part) => part.split('\n')[0])).toEqual([
      ...subjects,
      'root causes, as qa diagnose names them',
      `${catalogue.length} checks and ${causes.length} causes; qa explain CODE says more of one.`,
    ]);
    const listed = parts.flatMap((part) => part.split('\n').slice(1));
    expect(listed).toHaveLength(catalogue.length + causes.length);
    const columns = listed.map((line) => / {2}\S+ +/.exec(line)?.[0].length);
    expect(new Set(columns).size).toBe(1);
    for (const [place, { check }] of catalogue.entries())
      expect(listed[place]).toMatch(new RegExp(`^  ${check.code} +${check.severity ?? 'unknown'} +\\S`));
    expect(listed.map((line) => line.slice(columns[0])).slice(catalogue.length)).toEqual(
      causes.map(({ title }) => title),
    );
  });
});

describe('qa explain', () => {
  it.each(causes)('explains the cause $code', async ({ code, title, why, remedy }) => {
    const { code: exitCode, stdout } = await runLine(['explain', code]);
    expect(exitCode).toBe(0);
    const said = stdout.replaceAll('\n', ' ');
    for (const part of [`${code} (root cause): ${title}`, why, remedy]) expect(said).toContain(part);
  });

  it('breaks prose at the width of the terminal, and nothing that is pasted', async () => {
    const { stdout } = await runLine(['explain', 'unindexed-foreign-key'], {
      environment: { COLUMNS: '40' },
    });
    const [prose, paste] = [/^\S/, /^ {2}/].map((begin) =>
      stdout.split('\n').filter((line) => begin.test(line)),
    );
    expect(prose?.filter((line) => line.length > 40)).toEqual([]);
    expect(paste?.join('\n')).toMatch(/^ {2}create index concurrently on \S+ \(\S+\);$/m);
  });

  it.each(catalogue.map(({ check }) => [check.code, check] as const))(
    'explains %s',
    async (code, { why, remedy, title }) => {
      const { code: exitCode, stdout } = await runLine(['explain', code]);
      expect(exitCode).toBe(0);
      const said = stdout.replaceAll('\n', ' ');
      for (const part of [title, why, remedy, 'For example: ']) expect(said).toContain(part);
    },
  );

  it('suggests the nearest code', async () => {
    expect(await runLine(['explain', 'lost-mutes'])).toEqual({
      code: 2,
      stdout: '',
      stderr:
        'qa: There is no check and no cause "lost-mutes": qa checks lists them. Did you mean "lost-mute"?\n',
    });
  });
});

describe('qa render', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'qa render '));
    await writeFile(join(cwd, 'report.json'), JSON.stringify(exampleReport()));
    await writeFile(join(cwd, 'half.json'), '{ "schema": 1, "verdicts":');
    await writeFile(
      join(cwd, 'other.json'),
      JSON.stringify({ ...exampleReport(), verdicts: [{ check: 'lost-mute' }] }),
    );
  });
  afterAll(() => rm(cwd, { recursive: true }));

  it('gives the same report again, and ends as its run ended', async () => {
    const { code, stdout } = await runLine(['render', 'report.json', '--format', 'json'], { cwd });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual(exampleReport());
  });

  it('reads standard input, and writes several formats', async () => {
    const { stdout } = await runLine(['render', '-', '--format', 'table', '--format', 'json=again.json'], {
      cwd,
      stdin: JSON.stringify(exampleReport()),
    });
    expect(stdout).toMatch(/1 error, 1 unknown, 1 skipped, 1 clear in 412 ms \(exit 1\)\n$/);
    expect(JSON.parse(await readFile(join(cwd, 'again.json'), 'utf8'))).toEqual(exampleReport());
  });

  it('writes the summary of a workflow step with --format github', async () => {
    const summary = join(cwd, 'summary.md');
    await writeFile(summary, 'earlier\n');
    const { stdout } = await runLine(['render', 'report.json', '--format', 'github'], {
      cwd,
      environment: { GITHUB_STEP_SUMMARY: summary },
    });
    expect(stdout).toMatch(/^::error title=lost-mute%3Atheme::/);
    expect(await readFile(summary, 'utf8')).toMatch(/^earlier\n## ✖ The mute of theme /);
  });

  it('ends as monitoring plugins do with --format nagios', async () => {
    expect(await runLine(['render', 'report.json', '--format', 'nagios'], { cwd })).toMatchObject({
      code: 2,
      stdout: expect.stringMatching(/^QA CRITICAL - /),
    });
    expect(await runLine(['render', 'absent.json', '--format=nagios'], { cwd })).toMatchObject({ code: 3 });
  });

  it.each([
    ['absent.json', /^qa: The report absent\.json cannot be read: .+\.\n$/],
    ['half.json', /^qa: The report half\.json cannot be read: .+\.\n$/],
    ['other.json', /^qa: other\.json is not a report of qa: verdicts\.0\.status is missing/],
  ])('%s is a usage error', async (file, message) => {
    const { code, stdout, stderr } = await runLine(['render', file], { cwd });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
