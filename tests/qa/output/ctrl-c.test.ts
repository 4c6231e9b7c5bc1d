import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildBinary, type Binary } from '../../support/binary.ts';
import { startReferenceApi, type ReferenceApi } from '../../support/reference-api.ts';

// It gives a program a terminal of its own, on which Ctrl-C is typed.
const hasScript = spawnSync('script', ['--version']).status === 0;
if (!hasScript) console.log('skipped: Ctrl-C on a terminal, since script (util-linux) is not installed');

let api: ReferenceApi;
let binary: Binary;
let directory: string;
beforeAll(async () => {
  [api, binary, directory] = await Promise.all([
    startReferenceApi(),
    buildBinary(),
    mkdtemp(join(tmpdir(), 'qa-ctrl-c-')),
  ]);
});
afterAll(async () => {
  await Promise.all([api.close(), binary.remove(), rm(directory, { recursive: true })]);
});

/** Types Ctrl-C as soon as the terminal shows `sign`, and gives what it showed until the end. */
const typeCtrlC = (line: string, sign: RegExp): Promise<{ code: number | null; shown: string }> =>
  new Promise((resolve) => {
    const terminal = spawn(
      'script',
      ['-qec', `'${process.execPath}' '${binary.path}' ${line}`, '/dev/null'],
      {
        cwd: directory,
        env: {
          PATH: process.env['PATH'],
          SHELL: '/bin/sh',
          TERM: 'xterm',
          QA_STATE_DIR: directory,
          QA_TOKEN: api.token,
          QA_BASE_URL: api.baseUrl,
        },
      },
    );
    let shown = '';
    let isTyped = false;
    terminal.stdout.on('data', (text) => {
      shown += String(text);
      if (isTyped || !sign.test(shown)) return;
      isTyped = true;
      terminal.stdin.write('\u0003');
    });
    terminal.on('close', (code) => resolve({ code, shown }));
  });

it.runIf(hasScript)(
  'Ctrl-C ends a run that has changed something with its clean-up, and says so',
  async () => {
    const { code, shown } = await typeCtrlC(
      'verify-mute --repeat 100000 --deadline 10m',
      /round \d+ of 100000/,
    );
    expect(code).toBe(130);
    expect(shown).toContain('Interrupted; cleaned up');
    const [row] = await api.database.query<{ muted: string }>(
      "select coalesce(string_agg(p::text, ' '), '') as muted from user_personalization as p",
    );
    expect(row?.muted).not.toContain('qa-probe');
  },
);

it.runIf(hasScript)('Ctrl-C at a question ends it, and nothing is written', async () => {
  const { code, shown } = await typeCtrlC('init', /The API of prod, https:\/\/host: /);
  expect(code).toBe(130);
  expect(shown).toContain('Interrupted; nothing was changed.');
});
