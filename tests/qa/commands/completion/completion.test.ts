import { spawnSync } from 'node:child_process';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { recordRun } from '../../../../src/qa/state/runs.ts';
import { runLine } from '../../../support/command-line.ts';
import { ownProcesses } from '../../../support/own-processes.ts';
import { exampleReport } from '../../../support/example-report.ts';

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'qa completion '));
  const bundle = fileURLToPath(new URL('../../../../dist/qa.js', import.meta.url));
  await writeFile(join(directory, 'qa'), `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`);
  await chmod(join(directory, 'qa'), 0o755);
  await writeFile(join(directory, 'qa.config.json'), JSON.stringify({ targets: { staging: {} } }));
  const [, lost] = exampleReport().verdicts;
  const [finding] = lost?.findings ?? [];
  if (lost === undefined || finding === undefined) throw new Error('no example');
  const findings = [{ ...finding, subject: 'public.mutes.mutes_theme_id_fkey' }];
  await recordRun(exampleReport({ command: 'inspect-fk', verdicts: [{ ...lost, findings }] }), {
    io: { environment: environment(), cwd: directory, processes: ownProcesses, readStdin: async () => '' },
  });
});
afterAll(() => rm(directory, { recursive: true }));

const environment = () => ({ QA_STATE_DIR: join(directory, 'state') });

const follow = async (...words: string[]): Promise<string[]> => {
  const { code, stdout, stderr } = await runLine(['--complete', ...words], {
    cwd: directory,
    environment: environment(),
  });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout.split('\n').filter((line) => line !== '');
};

it.each<[string[], string[]]>([
  [['verify-m'], ['verify-mute']],
  [['verify-railway', '--exp'], ['--expect-commit']],
  [['inspect-fk', '--format', 'ju'], ['junit']],
  [['inspect-fk', '--format=ju'], ['--format=junit']],
  [['inspect-fk', '-f', 'sar'], ['sarif']],
  [
    ['inspect-fk', '--fail-on', ''],
    ['error', 'warning', 'info', 'never'],
  ],
  [['inspect-fk', '--fail-on', '=', 'w'], ['warning']],
  [['inspect-fk', '--format', '=', 'ju'], ['junit']],
  [
    ['inspect-fk', '--color', '='],
    ['auto', 'always', 'never'],
  ],
  [['inspect-locks', '--for-ddl', 'add-f'], ['add-foreign-key']],
  [['inspect-locks', '--for-ddl', 'add-column', '--table', ''], ['public.mutes']],
  [['help', 'verify-m'], ['verify-mute']],
  [['dev', '--fault', 'lost-m'], ['lost-mute']],
  [['inspect-fk', '--only', 'orphan'], ['orphan-rows']],
  [['explain', 'lost-'], ['lost-mute']],
  [['explain', 'crash-'], ['crash-loop']],
  [
    ['inspect-fk', '--target', ''],
    ['prod', 'local', 'staging'],
  ],
  [['dev', '--incident', 'foreign-key-wr'], ['foreign-key-wrong-target']],
  [['inspect-fk', 'pub'], ['public.mutes']],
  [['repair-fk', 'public'], ['public.mutes.mutes_theme_id_fkey']],
  [
    ['completion', ''],
    ['bash', 'zsh', 'fish'],
  ],
])('%j is followed by %j', async (words, expected) => {
  expect(await follow(...words)).toEqual(expect.arrayContaining(expected));
});

it.each<[string[], Record<string, string>, number, RegExp]>([
  [['bash'], {}, 0, /^_qa_complete\(\) \{/m],
  [[], { SHELL: '/usr/bin/fish' }, 0, /^complete -c qa/m],
  [['zsh'], { SHELL: '/usr/bin/fish' }, 0, /compdef/],
  [
    [],
    { SHELL: '/bin/tcsh' },
    2,
    /^qa: SHELL names none of bash, zsh, fish: write qa completion bash, or another\.\n$/,
  ],
  [[], {}, 2, /^qa: SHELL names none of bash, zsh, fish: write qa completion bash, or another\.\n$/],
])('qa completion %j, with %j', async (words, own, exitCode, text) => {
  const { code, stdout, stderr } = await runLine(['completion', ...words], { environment: own });
  expect(code).toBe(exitCode);
  expect(stdout + stderr).toMatch(text);
});

it('commands, and what yargs answers itself, come first; what is begun narrows them', async () => {
  expect(await follow('')).toEqual(expect.arrayContaining(['verify-mute', 'init', '--help', '--version']));
  expect(await follow('--v')).toEqual(['--version']);
  expect(await follow('history', 'inspect-')).toEqual([
    'inspect-fk',
    'inspect-sessions',
    'inspect-migrations',
    'inspect-locks',
  ]);
  expect(await follow('inspect-fk', '--fail-on', '=', 'w')).toEqual(['warning']);
});

it.each([
  [['nonsense', '']],
  [['render', '']],
  [['inspect-fk', '--output', '']],
  [['inspect-fk', 'zzz']],
  [['inspect-fk', '--format', 'json', '=', 'x']],
  [['nonsense', '--format', '=', 'j']],
])('%j is left to the shell', async (words) => expect(await follow(...words)).toEqual([]));

it.each<[string, string[], string]>([
  [
    'bash',
    ['--norc', '--noprofile', '-c'],
    'source <(qa completion bash); COMP_WORDS=(qa inspect-fk --format = ju); COMP_CWORD=4; ' +
      '_qa_complete qa; echo "${COMPREPLY[@]}"; COMP_WORDS=(qa broken x); COMP_CWORD=2; _qa_complete qa; ' +
      'echo "${COMPREPLY[@]}"',
  ],
  [
    'zsh',
    ['-f', '-c'],
    'autoload -U compinit; compinit -u -D; source <(qa completion zsh); compadd() { print -l -- $found }; ' +
      '_files() { print }; words=(qa inspect-fk --format ju); CURRENT=4; _qa_complete; ' +
      'words=(qa broken x); CURRENT=3; _qa_complete',
  ],
  [
    'fish',
    ['--no-config', '-c'],
    'qa completion fish | source; complete -C "qa inspect-fk --format ju"; complete -C "qa broken zzzz"; echo',
  ],
])('%s asks with the script that qa completion prints', (shell, flags, script) => {
  const asked = spawnSync(shell, [...flags, script], {
    encoding: 'utf8',
    cwd: directory,
    env: { ...environment(), PATH: `${directory}:${process.env['PATH']}`, HOME: directory, TERM: 'dumb' },
  });
  if (asked.error !== undefined)
    return console.warn(`${shell} is not installed: whether the script completes was not tested.`);
  expect([asked.stderr, asked.stdout]).toEqual(['', 'junit\n\n']);
});
