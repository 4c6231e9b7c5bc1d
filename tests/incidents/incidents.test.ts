import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listIncidents } from '../../src/api/incidents.ts';
import type { Report } from '../../src/checks/report.ts';
import { startDev } from '../support/dev-server.ts';
import { freshDatabase } from '../support/postgres.ts';

const incidents = await listIncidents();

describe.each(incidents)('$name', ({ name, database: { gone }, expect: expected }) => {
  it('is found by the commands, and by nothing else', async () => {
    // Only a server of its own may be ended.
    const database = gone ? null : await freshDatabase({ schema: 'empty' });
    const dev = await startDev(
      '--incident',
      name,
      ...(database === null ? [] : ['--database-url', database.url]),
    );
    try {
      for (const [command, { codes, exitCode }] of Object.entries(expected)) {
        const report = join(dev.cwd, `${command}.json`);
        const ran = await dev.qa(
          command,
          '--target',
          'local',
          '--timeout',
          '1s',
          '--format',
          `json=${report}`,
        );
        const { verdicts } = JSON.parse(await readFile(report, 'utf8')) as Report;
        const findings = verdicts
          .flatMap((verdict) => verdict.findings)
          .filter(({ severity }) => severity !== 'info');
        expect({
          command,
          codes: [...new Set(findings.map(({ code }) => code))].toSorted(),
          exitCode: ran.exitCode,
        }).toEqual({
          command,
          codes: codes.toSorted(),
          exitCode,
        });
      }
    } finally {
      await dev.stop();
      await database?.close();
    }
  });
});

it.each(incidents)(
  '$name says what each command must say, and one must say something',
  ({ expect: expected }) => {
    expect(Object.keys(expected).toSorted()).toEqual(['inspect-fk', 'verify-mute', 'verify-railway']);
    expect(Object.values(expected).some(({ exitCode }) => exitCode !== 0)).toBe(true);
  },
);
