import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Report } from '../../../src/checks/report.ts';
import { startDev } from '../../support/dev-server.ts';
import { freshDatabase } from '../../support/postgres.ts';

it.each([
  ['verify-railway', 'pool-exhausted', 'pool-exhausted', []],
  ['inspect-locks', 'blocked-migration', 'idle-transaction-holds-locks', []],
  ['inspect-migrations', 'migration-unknown-revision', 'migration-unknown-revision', ['--versions-dir']],
  ['inspect-fk', 'foreign-key-wrong-target', 'foreign-key-wrong-target', []],
])(
  'qa %s ends with the weighing of %s, in every format',
  async (command, incident, cause, more) => {
    const database = await freshDatabase({ schema: 'empty' });
    const dev = await startDev('--incident', incident, '--database-url', database.url);
    try {
      const files = more.flatMap((flag) => [flag, join(process.cwd(), 'fixtures/migrations/product')]);
      const formats = ['markdown=a.md', 'junit=a.xml', 'json=a.json', 'table'].flatMap((to) => [
        '--format',
        to,
      ]);
      const { stdout } = await dev.qa(command, '--target', 'local', '--timeout', '2s', ...files, ...formats);
      const [markdown = '', junit = '', json = ''] = await Promise.all(
        ['a.md', 'a.xml', 'a.json'].map((name) => readFile(join(dev.cwd, name), 'utf8')),
      );
      const { diagnosis } = JSON.parse(json) as Report;
      expect(diagnosis).toMatchObject({ status: 'caused', cause });
      const [named] = diagnosis?.hypotheses ?? [];
      expect(named?.explains.length).toBeGreaterThan(0);
      expect(stdout.split('\n')[0]).toBe(`✖ ${named?.title}`);
      expect(stdout).toMatch(/^explains +\d+ finding/m);
      expect(markdown).toContain(named?.title);
      expect(markdown).toContain('it explains');
      expect(junit).toContain(`<property name="cause" value="${cause}"/>`);
    } finally {
      await dev.stop();
      await database.close();
    }
  },
  60_000,
);
