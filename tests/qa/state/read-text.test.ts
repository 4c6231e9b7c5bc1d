import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Report } from '../../../src/checks/report.ts';
import { startHealthServer } from '../../checks/deployment/health-server.ts';
import { runLine } from '../../support/command-line.ts';
import { exampleReport } from '../../support/example-report.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'written elsewhere '));
});
afterEach(() => rm(folder, { recursive: true }));

/** What `>` writes in Windows PowerShell, and what many editors there do. */
const manners = {
  'UTF-16': (text: string) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le'),
  'a byte order mark': (text: string) => Buffer.from(`\ufeff${text}`),
};

describe.each(Object.entries(manners))('a file with %s', (_, encode) => {
  const put = (name: string, text: string) => writeFile(join(folder, name), encode(text));
  const line = (words: readonly string[]) => runLine(words, { environment: { PATH: '' }, cwd: folder });

  it('is a log like any other', async () => {
    await put('deploy.log', "INFO: a line\nFAILED: Can't locate revision identified by 'deadbeef0000'\n");
    const words = ['--base-url', 'http://127.0.0.1:1', '--log', 'deploy.log', '--format', 'json'];
    const { stdout } = await line(['verify-railway', '--only', 'failed-start', ...words]);
    const { verdicts } = JSON.parse(stdout) as Report;
    expect(verdicts.flatMap(({ findings }) => findings.map(({ subject }) => subject))).toEqual([
      'unknown-revision',
    ]);
  });

  it('is a report, a configuration and a token like any other', async () => {
    const server = await startHealthServer();
    await put('a.json', JSON.stringify(exampleReport({ command: 'verify-mute' })));
    await put('qa.config.json', JSON.stringify({ targets: { here: { baseUrl: server.origin } } }));
    await put('token', 'not.a.token\n');
    try {
      expect(await line(['diff', 'a.json', 'a.json'])).toMatchObject({ code: 0, stderr: '' });
      expect((await line(['verify-railway', '--target', 'here'])).stdout).toContain(server.origin);
      const { code, stdout } = await line(['verify-mute', '--target', 'here', '--token-file', 'token']);
      expect(code).toBe(4);
      expect(stdout).toContain('malformed-token');
    } finally {
      await server.stop();
    }
  });
});
