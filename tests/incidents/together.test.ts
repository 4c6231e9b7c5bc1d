import { expect, it } from 'vitest';
import type { Report } from '../../src/checks/report.ts';
import { startDev } from '../support/dev-server.ts';
import { freshDatabase } from '../support/postgres.ts';

it.each([
  [
    ['foreign-key-wrong-target', 'pool-exhausted'],
    ['pool-exhausted', 'foreign-key-wrong-target'],
  ],
  [
    ['blocked-migration', 'foreign-key-wrong-target'],
    ['idle-transaction-holds-locks', 'migration-blocked', 'foreign-key-wrong-target'],
  ],
  [
    ['expired-token', 'foreign-key-wrong-target'],
    ['foreign-key-wrong-target', 'credentials-invalid'],
  ],
])(
  '%j at once: each is named, what brings about the others first',
  async (incidents, causes) => {
    const database = await freshDatabase({ schema: 'empty' });
    const both = incidents.flatMap((name) => ['--incident', name]);
    const dev = await startDev(...both, '--database-url', database.url);
    try {
      const { stdout, exitCode } = await dev.qa('diagnose', '--target', 'local', '--format', 'json');
      const { diagnosis } = JSON.parse(stdout) as Report;
      const confirmed = diagnosis?.hypotheses.filter(({ status }) => status === 'confirmed') ?? [];
      expect(confirmed.map(({ cause }) => cause)).toEqual(causes);
      expect({ exitCode, cause: diagnosis?.cause }).toEqual({
        exitCode: expect.any(Number),
        cause: causes[0],
      });
      expect([1, 4]).toContain(exitCode);
    } finally {
      await dev.stop();
      await database.close();
    }
  },
  60_000,
);
