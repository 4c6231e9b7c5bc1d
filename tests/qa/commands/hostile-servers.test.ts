import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Report } from '../../../src/checks/report.ts';
import { canaryToken, spellingsIn } from '../../support/canary.ts';
import { runLine } from '../../support/command-line.ts';
import { manners, scopes } from '../../support/hostile-manners.ts';
import { startHostileServer } from '../../support/hostile-server.ts';

// Side by side, since most of them only keep one waiting.
describe.each(Object.entries(scopes))('%s', (_, { wrap, names }) => {
  it.concurrent.each(names)('%s: ends, with a finding or an unknown, and without the token', async (name) => {
    const directory = await mkdtemp(join(tmpdir(), 'hostile-'));
    const server = await startHostileServer(wrap(manners[name] ?? expect.unreachable()));
    try {
      const token = canaryToken();
      const table = join(directory, 'report');
      const { code, stdout, stderr } = await runLine(
        [
          'verify-mute',
          '-',
          '--base-url',
          server.origin,
          '--timeout',
          '200ms',
          '--deadline',
          '2s',
          '--format',
          'json',
          '--format',
          `table=${table}`,
          '--verbose',
          '--show-curl',
        ],
        { stdin: token, environment: { QA_STATE_DIR: directory }, cwd: directory },
      );
      const { verdicts, cleanup, exitCode } = JSON.parse(stdout) as Report;
      const errors = verdicts
        .flatMap(({ findings }) => findings)
        .filter(({ severity }) => severity === 'error');
      expect(verdicts.some(({ status }) => status === 'found' || status === 'unknown')).toBe(true);
      expect({ code, exitCode }).toEqual(
        cleanup.status === 'incomplete'
          ? { code: 5, exitCode: 5 }
          : { code: errors.length > 0 ? 1 : 3, exitCode: code },
      );
      expect(cleanup.undo.length > 0).toBe(cleanup.status === 'incomplete');
      expect(stderr).not.toMatch(/\n\s+at |mistake of qa/);
      expect(stdout.length).toBeLessThan(2_000_000);
      // A journal stays exactly where something may be left.
      const files = await Promise.all(
        (await readdir(directory)).map((file) => readFile(join(directory, file), 'utf8')),
      );
      if (cleanup.status === 'incomplete') expect(files.length).toBe(2);
      expect(spellingsIn(token, [stdout, stderr, ...files])).toEqual([]);
    } finally {
      await server.close();
      await rm(directory, { recursive: true });
    }
  });
});
