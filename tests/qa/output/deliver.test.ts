import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deliver } from '../../../src/qa/output/deliver.ts';
import { shownText } from '../../../src/qa/output/shown-text.ts';
import { createSecrets } from '../../../src/qa/secrets/secrets.ts';
import { found } from '../../checks/causes/verdicts.ts';
import { exampleReport } from '../../support/example-report.ts';
import { ownProcesses } from '../../support/own-processes.ts';

let cwd: string;
beforeEach(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'deliver-'));
});
afterEach(() => rm(cwd, { recursive: true, force: true }));

const style = { isTerminal: true, columns: 80, colour: true, ascii: false, links: true };
async function delivered(
  options: Parameters<typeof deliver>[1],
  environment: Record<string, string> = {},
  report = exampleReport(),
) {
  let printed = '';
  const secrets = createSecrets();
  secrets.add('hush-hush');
  const signal = new AbortController().signal;
  await deliver(
    report,
    options,
    {
      io: {
        environment,
        cwd,
        processes: ownProcesses,
        readStdin: async () => '',
        documents: 'file:///docs/checks.md',
      },
      version: '0',
      secrets,
      interruption: { signal, giveUp: signal, exitCode: () => null },
      runCommand: async () => null,
      print: (text) => void (printed += text),
      reveal: () => undefined,
      say: () => undefined,
      progress: () => undefined,
      terminal: { out: style, err: style },
    },
    async () => undefined,
  );
  return printed;
}
const table = { format: 'table', file: null } as const;
const read = (name: string) => readFile(join(cwd, name), 'utf8');

it('a table is what is shown where nothing is asked for, in colours and with links', async () => {
  const text = await delivered({});
  expect(text).toBe(await delivered({ format: [table] }));
  expect(text).toContain('\u001b[31m');
  expect(text).toContain('\u001b]8;;file:///docs/checks.md#lost-mute');
  expect(text).toContain('select 1;');
});

it.each([
  ['prometheus', 'a collector that is somebody else', 0o044],
  ['json', 'its owner alone', 0],
  ['html', 'its owner alone', 0],
] as const)('a file of %s is read by %s', async (format, _, others) => {
  const umask = process.umask();
  await delivered({ format: [{ format, file: 'report' }] });
  const { mode } = await stat(join(cwd, 'report'));
  expect(mode & 0o077).toBe(others & ~umask);
});

it('a file gets neither colours nor links, and standard output nothing', async () => {
  expect(await delivered({ format: [table], output: 'report.txt' })).toBe('');
  expect(await read('report.txt')).not.toContain('\u001b');
  expect(
    await delivered({
      format: [
        { ...table, file: 'other.txt' },
        { format: 'json', file: null },
      ],
    }),
  ).toMatch(/^\{\n/);
  expect(await read('other.txt')).toBe(await read('report.txt'));
});

it('the options of a table reach it', async () => {
  const verbose = await delivered({ format: [table], verbose: true });
  expect(verbose).toContain('✔ ');
  expect(await delivered({ format: [table] })).not.toContain('✔ ');
  expect(await delivered({ format: [table], remedies: 'fix.sql' })).toContain('The SQL is in fix.sql');
});

it('control characters are spelled out for people, and data says what was said', async () => {
  const report = exampleReport({ command: 'a\u0007b' });
  expect(await delivered({ format: [{ format: 'tap', file: null }] }, {}, report)).not.toContain('\u0007');
  const verdicts = [found('lost-mute', { message: 'c\u0007d' })];
  const shown = await delivered({ format: [table] }, {}, exampleReport({ verdicts }));
  expect(shown).toContain('c\\u0007d');
  for (const format of ['json', 'ctrf'] as const)
    expect(await delivered({ format: [{ format, file: null }] }, {}, report)).toContain('a\\u0007b');
});

it('a secret is no secret’s in a file either', async () => {
  const report = exampleReport({ command: 'it was hush-hush' });
  await delivered({ format: [{ format: 'json', file: 'r.json' }] }, {}, report);
  expect(await read('r.json')).toContain('it was [redacted]');
});

it('GitHub’s summary gets the report behind what other steps wrote, for that format alone', async () => {
  const summary = { GITHUB_STEP_SUMMARY: join(cwd, 'summary.md') };
  await writeFile(join(cwd, 'summary.md'), 'of another step\n');
  await delivered({ format: [table] }, summary);
  expect(await read('summary.md')).toBe('of another step\n');
  await delivered(
    {
      format: [
        { ...table, file: 'a.txt' },
        { format: 'github', file: null },
      ],
    },
    summary,
  );
  expect(await read('summary.md')).toMatch(/^of another step\n## ✖ The mute/);
});

it('a place that cannot be written is told by its name', async () => {
  await expect(delivered({ format: [table], output: 'no/such/place' })).rejects.toThrow(
    /no\/such\/place cannot be written: /,
  );
  await expect(
    delivered({ format: [{ format: 'github', file: null }] }, { GITHUB_STEP_SUMMARY: join(cwd, 'no/such') }),
  ).rejects.toThrow(/^GITHUB_STEP_SUMMARY, .*no\/such, cannot be written: /);
});

it.each([
  ['a word', { text: 'a\u0007→' }, { isTerminal: true, ascii: false }, 'a\\u0007→'],
  ['a word in ASCII', { text: 'a\u0007→' }, { isTerminal: true, ascii: true }, 'a\\u0007->'],
  [
    'a text that was laid out',
    { text: '\u001b[1m→', form: 'styled' },
    { isTerminal: true, ascii: false },
    '\u001b[1m→',
  ],
  ['data in a pipe', { text: 'é\u0007', form: 'data' }, { isTerminal: false, ascii: true }, 'é\u0007'],
  ['data on a terminal', { text: 'é\u0007', form: 'data' }, { isTerminal: true, ascii: true }, 'é\\u0007'],
  ['what looks like JSON', { text: '["→"]' }, { isTerminal: false, ascii: true }, '["→"]'],
] as const)('%s is shown as its reader can take it', (_, outcome, terminal, shown) => {
  expect(shownText({ exitCode: 0, ...outcome }, { ...style, ...terminal })).toBe(shown);
});
