import { spawnSync } from 'node:child_process';
import { cp, mkdtemp, readFile, rm, writeFile, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { catalogue } from '../../src/checks/catalogue.ts';
import type { Check } from '../../src/checks/check.ts';
import type { run } from '../../src/qa/run.ts';
import { exampleReport } from '../support/example-report.ts';
import { ownProcesses } from '../support/own-processes.ts';

let root: string;
let guide: string;

/** The block of the guide that stands below `<!-- title: path -->`. */
const block = (title: string): { readonly path: string; readonly text: string } => {
  const [, path = '', text = ''] =
    new RegExp(`<!-- ${title}: (\\S+) -->\\n\`\`\`ts\\n([^]*?)\`\`\``).exec(guide) ?? [];
  expect(text).not.toBe('');
  return { path, text };
};

const write = async ({ path, text }: { readonly path: string; readonly text: string }): Promise<void> => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

const change = async (path: string, by: (text: string) => string): Promise<void> => {
  const before = await readFile(join(root, path), 'utf8');
  const after = by(before);
  expect(after).not.toBe(before);
  await writeFile(join(root, path), after);
};

// Below the project, so that packages are found; its own copy, so that nothing of the project is changed.
beforeAll(async () => {
  guide = await readFile('CONTRIBUTING.md', 'utf8');
  root = await mkdtemp(join(process.cwd(), '.recipes-'));
  await cp('src', join(root, 'src'), { recursive: true });
  await cp('package.json', join(root, 'package.json'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('a new check', () => {
  const checksOf = async (fresh: string) =>
    (await import(`${join(root, 'src/checks/catalogue.ts')}?${fresh}`)) as { catalogue: typeof catalogue };
  const generate = (...words: string[]) =>
    spawnSync(process.execPath, ['scripts/new-check.mjs', ...words, root], { encoding: 'utf8' });

  it('is refused for a subject that there is not, and for a code that is there', () => {
    expect(generate('nonsense', 'empty-table').status).toBe(2);
    expect(generate('foreign-keys', 'wrong-target')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('is there already'),
    });
  });

  it('is written by the generator, listed, and fails until it is filled', async () => {
    expect(generate('foreign-keys', 'empty-table')).toMatchObject({ status: 0, stderr: '' });
    const { catalogue: listed } = await checksOf('generated');
    const check = listed.find((entry) => entry.check.code === 'empty-table')?.check;
    expect(check).toBeDefined();
    expect(judged(check, 'broken')).toEqual([]);
  });

  it('is whole once it is filled as the guide shows', async () => {
    const { path, text } = block('check');
    await write({ path: path.replace('empty-table', 'filled-table'), text });
    const filled = (await import(join(root, path.replace('empty-table', 'filled-table')))) as Record<
      string,
      Check
    >;
    expect(judged(filled['emptyTable'], 'healthy')).toEqual([]);
    expect(judged(filled['emptyTable'], 'broken')).toHaveLength(1);
  });
});

function judged(check: Check | undefined, example: 'healthy' | 'broken'): unknown {
  return check?.judge(check.examples[example] as never);
}

it('a new command runs', async () => {
  await write(block('command options'));
  await write(block('command'));
  const { path, text } = block('command line');
  await change(path, (index) => index.replace(/(export const commands: .* = \[\n)/, `$1${text}`));
  const { run: runCopy } = (await import(join(root, 'src/qa/run.ts'))) as { run: typeof run };
  let stdout = '';
  const silent = { write: () => undefined, isTerminal: false, columns: 80 };
  const code = await runCopy(['hello', '--name', 'Ada'], {
    environment: {},
    cwd: '/',
    processes: ownProcesses,
    readStdin: async () => '',
    stdout: { ...silent, write: (given) => void (stdout += given) },
    stderr: silent,
    onSignal: () => () => undefined,
  });
  expect({ code, stdout }).toEqual({ code: 0, stdout: 'Hello Ada.\n' });
});

it('a new reporter renders', async () => {
  await write(block('reporter'));
  const { path, text } = block('reporter line');
  await change(path, (index) => index.replace(/(export const reporters = \{\n)/, `$1${text}`));
  await change('src/qa/reporters/formats.ts', (formats) =>
    formats.replace("  'table',", "  'table',\n  'count',"),
  );
  const { reporters } = (await import(`${join(root, path)}?with-count`)) as {
    reporters: Record<string, () => Promise<(report: unknown) => string>>;
  };
  expect((await reporters['count']?.())?.(exampleReport())).toBe('1\n');
});
