import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../../../src/checks/report.ts';
import { exampleReport } from '../../../support/example-report.ts';
import { runLine } from '../../../support/command-line.ts';
import { startDev } from '../../../support/dev-server.ts';
import { freshDatabase } from '../../../support/postgres.ts';

describe('qa diagnose --from', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'qa saved '));
    const database = await freshDatabase({ schema: 'empty' });
    const dev = await startDev('--incident', 'foreign-key-wrong-target', '--database-url', database.url);
    const keep = async (command: string): Promise<void> => {
      const file = join(cwd, `${command}.json`);
      await dev.qa(command, '--target', 'local', '--format', `json=${file}`);
    };
    await keep('verify-mute');
    await keep('inspect-fk');
    // From here on there is nothing that could be asked.
    await dev.stop();
    await database.close();
  }, 60_000);
  afterAll(() => rm(cwd, { recursive: true }));
  const run = (...line: string[]) => runLine(['diagnose', ...line], { cwd });
  const save = (name: string, report: unknown) => writeFile(join(cwd, name), JSON.stringify(report));
  const read = async (name: string): Promise<Report> => JSON.parse(await readFile(join(cwd, name), 'utf8'));

  it('one report of the API leaves open what the database decides', async () => {
    const { code, stdout } = await run('--from', 'verify-mute.json', '--format', 'json');
    const { diagnosis } = JSON.parse(stdout) as Report;
    expect(code).toBe(1);
    expect(diagnosis?.status).toBe('inconclusive');
    expect(diagnosis?.hypotheses[0]).toMatchObject({ cause: 'profile-missing', status: 'possible' });
  });

  it('a target that nobody named is not called prod', async () => {
    const { target, ...report } = await read('inspect-fk.json');
    await save('assumed.json', { ...report, target: { ...target, name: 'prod', assumed: true } });
    const { stdout } = await run('--from', 'assumed.json');
    expect(stdout).toMatch(/^qa diagnose · http/m);
  });

  it('what is undecided fits a screen of 80 × 24 with what points where, and what would decide', async () => {
    const { stdout } = await run('--from', 'verify-mute.json');
    const lines = stdout.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(24);
    expect(stdout).toMatch(/\nseen +mutes of source, theme, topic, content-type violate/);
    expect(stdout).toMatch(/\npossible +The user has no row in user_profiles \(profile-missing\)\n/);
    expect(stdout).toMatch(/\nwould decide +qa inspect-fk/);
    expect(stdout).toMatch(/\nfound +rejected-mute \(error\), foreign-key-violation/);
    expect((await run('--from', 'verify-mute.json', '--verbose')).stdout).toContain(
      'DETAIL:  Key (user_id)=',
    );
  });

  it.each([
    [['inspect-fk.json'], 'a token is of no use: give each report a --from of its own'],
    [['--observe', '3s'], '--observe would be ignored'],
    [['--base-url', 'https://api.example.com'], '--base-url would be ignored'],
    [['--orphans'], '--orphans would be ignored'],
  ])('%j beside --from is refused, and not ignored', async (line, message) => {
    const { code, stdout, stderr } = await run('--from', 'verify-mute.json', ...line);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });

  it('two reports of one incident name the cause, in either order, without network', async () => {
    for (const names of [
      ['verify-mute', 'inspect-fk'],
      ['inspect-fk', 'verify-mute'],
    ]) {
      const from = names.flatMap((name) => ['--from', `${name}.json`]);
      const { code, stdout } = await run(...from, '--format', 'json');
      expect(code).toBe(1);
      const { diagnosis, target } = JSON.parse(stdout) as Report;
      expect(diagnosis).toMatchObject({ status: 'caused', cause: 'foreign-key-wrong-target' });
      expect(target).toEqual({
        name: 'local',
        baseUrl: (await read('verify-mute.json')).target.baseUrl,
        database: (await read('inspect-fk.json')).target.database,
      });
    }
  });

  it('a report comes from standard input too', async () => {
    const stdin = await readFile(join(cwd, 'inspect-fk.json'), 'utf8');
    const { code, stdout } = await runLine(['diagnose', '--from', '-'], { stdin });
    expect(code).toBe(1);
    expect(stdout).toMatch(/^✖ The foreign key references another column than it should\n/);
  });

  it('a report of another version is judged by what is understood of it', async () => {
    const saved = await read('verify-mute.json');
    await save('other-version.json', {
      ...saved,
      tool: { name: 'facteur-qa', version: '9.9.9' },
      evidence: { journey: 'of another form', unheardOf: [1] },
      verdicts: [...saved.verdicts, { check: 'unheard-of', status: 'clear', reason: null, findings: [] }],
    });
    const { code, stderr } = await run('--from', 'other-version.json');
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });

  it.each([
    ['absent.json', undefined, /^qa: The report absent\.json cannot be read: .+\.\n$/],
    ['list.json', [1, 2], /^qa: list\.json is not a report of qa: the whole is missing or of another kind\./],
    ['future.json', { ...exampleReport(), schema: 2 }, /^qa: future\.json is not a report of qa: schema is /],
  ])('%s is no report: exit 2', async (name, text, message) => {
    if (text !== undefined) await save(name, text);
    const { code, stdout, stderr } = await run('--from', name);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });

  it('reports of two APIs are no one incident: exit 2', async () => {
    const saved = await read('verify-mute.json');
    await save('elsewhere.json', { ...saved, target: { ...saved.target, baseUrl: 'https://b.example' } });
    const { code, stderr } = await run('--from', 'verify-mute.json', '--from', 'elsewhere.json');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^qa: The reports are of two APIs, http:.+ and https:\/\/b\.example: /);
  });
});
