import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { findFault } from '../../src/api/faults/index.ts';
import { listIncidents } from '../../src/api/incidents/incidents.ts';
import type { Report } from '../../src/checks/report.ts';
import { startDev } from '../support/dev-server.ts';
import { freshDatabase } from '../support/postgres.ts';

const incidents = await listIncidents();

describe.each(incidents)('$name', ({ name, database: { gone }, given, expect: expected }) => {
  const now = Object.entries(expected).filter(([, { awaits }]) => awaits === undefined);
  for (const [command, { awaits }] of Object.entries(expected)) {
    if (awaits !== undefined) console.log(`${name}: qa ${command} is not judged yet, it awaits ${awaits}`);
  }

  it.runIf(now.length > 0)('is found by the commands, and by nothing else', async () => {
    // Only a server of its own may be ended.
    const database = gone ? null : await freshDatabase({ schema: 'empty' });
    const own = database === null ? [] : ['--database-url', database.url];
    const dev = await startDev('--incident', name, ...own);
    try {
      for (const [command, { codes, exitCode, arguments: extra }] of now) {
        const report = join(dev.cwd, `${command}.json`);
        const options = ['--target', 'local', '--timeout', '1s', '--format', `json=${report}`, ...extra];
        const ran = await dev.qaIn(given.environment, command, ...options);
        const { verdicts } = JSON.parse(await readFile(report, 'utf8')) as Report;
        const findings = verdicts.flatMap((verdict) => verdict.findings);
        const serious = findings.filter(({ severity }) => severity !== 'info').map(({ code }) => code);
        expect({ command, codes: [...new Set(serious)].toSorted(), exitCode: ran.exitCode }).toEqual({
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

const isHealthy = ({ name }: { readonly name: string }): boolean => name.startsWith('healthy-');

test.each(incidents)('$name says what must be said, or that all is well', (incident) => {
  const { expect: expected, causes, api } = incident;
  const exitCodes = Object.values(expected).map(({ exitCode }) => exitCode);
  expect(exitCodes.length).toBeGreaterThan(0);
  expect(causes.excluded.filter((cause) => causes.confirmed.includes(cause))).toEqual([]);
  for (const fault of api.faults) expect(findFault(fault).fault.summary).toMatch(/\.$/);
  if (!isHealthy(incident)) {
    expect(causes.confirmed).not.toEqual([]);
    return;
  }
  expect(causes.confirmed).toEqual([]);
  expect([...new Set(exitCodes)]).toEqual([0]);
});
