import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { runLine } from '../../../support/command-line.ts';

const follow = async (...words: string[]): Promise<string[]> =>
  (await runLine(['--get-yargs-completions', 'qa', ...words])).stdout
    .trim()
    .split('\n')
    .map((line) => line.split(/[:\t]/)[0] ?? '');

it('commands, options and choices are completed', async () => {
  expect(await follow('')).toEqual(expect.arrayContaining(['verify-mute', 'inspect-fk', 'completion']));
  expect(await follow('verify-railway', '--')).toEqual(
    expect.arrayContaining(['--wait', '--target', '--fail-on']),
  );
  expect(await follow('verify-railway', '--')).not.toContain('--orphans');
  expect(await follow('inspect-fk', '--fail-on')).toEqual(['error', 'warning', 'info', 'never']);
});

it('bash asks with the script that qa completion prints', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'qa completion '));
  try {
    const bundle = fileURLToPath(new URL('../../../../dist/qa.js', import.meta.url));
    await writeFile(join(directory, 'qa'), `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`);
    await chmod(join(directory, 'qa'), 0o755);
    const asked = spawnSync(
      'bash',
      [
        '--norc',
        '--noprofile',
        '-c',
        'source <(qa completion); COMP_WORDS=(qa inspect-fk --orph); COMP_CWORD=2; ' +
          `_qa_yargs_completions; echo "\${COMPREPLY[@]}"`,
      ],
      {
        encoding: 'utf8',
        env: { PATH: `${directory}:${process.env['PATH']}`, SHELL: '/bin/bash' },
      },
    );
    if (asked.error !== undefined)
      return console.warn('bash is not installed: whether the script completes was not tested.');
    expect([asked.stderr, asked.stdout]).toEqual(['', '--orphans\n']);
  } finally {
    await rm(directory, { recursive: true });
  }
});
