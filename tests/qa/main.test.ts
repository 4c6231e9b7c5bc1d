import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const program = fileURLToPath(new URL('../../dist/qa.js', import.meta.url));

/** One file is never read to its end: whoever waits for it waits for something that no longer comes. */
const neverReads = `data:text/javascript,${encodeURIComponent(`
  import fs from 'node:fs/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const { readFile } = fs;
  fs.readFile = (path, ...more) =>
    String(path).endsWith('some.json') ? new Promise(() => undefined) : readFile(path, ...more);
  syncBuiltinESMExports();
`)}`;

describe('a program that nothing keeps waiting any more', () => {
  it('says that it has no answer, and ends as unknown', async () => {
    const { code, stdout, stderr } = await ended(['verify-railway', '--config', 'some.json']);
    expect(stdout).toBe('');
    expect(stderr).toContain('qa: This is a mistake of qa itself: it ended before it had an answer.\n');
    expect(code).toBe(3);
  });
});

function ended(words: readonly string[]) {
  return new Promise<{ code: unknown; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, ['--import', neverReads, program, ...words], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    );
  });
}
