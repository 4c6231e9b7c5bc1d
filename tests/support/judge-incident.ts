import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listIncidents } from '../../src/api/incidents/incidents.ts';
import type { Incident } from '../../src/api/incidents/shape.ts';
import type { Report } from '../../src/checks/report.ts';
import { startDev, type RunningDev } from './dev-server.ts';
import { freshDatabase } from './postgres.ts';

/** The commands that limit the time of a request, and not only that of a run. */
const timed = /^verify-|^inspect-(?:fk|sessions)$/;

/**
 * The incidents whose names match, each judged by every command that it names. Each test file takes some of
 * them, so that they share the cores.
 */
export async function describeIncidents(names: RegExp): Promise<void> {
  const incidents = (await listIncidents()).filter(({ name }) => names.test(name));
  describe.each(incidents)('$name', (incident) => {
    const { name, database, expect: expected } = incident;

    // Reads that are behind are looked at again until they are not.
    it('is found by the commands, and by nothing else', { timeout: 60_000 }, async () => {
      // Only a server of its own may be ended.
      const lent = database.gone ? null : await freshDatabase({ schema: 'empty' });
      const dev = await startDev('--incident', name, ...(lent === null ? [] : ['--database-url', lent.url]));
      try {
        for (const [command, { codes, exitCode }] of Object.entries(expected)) {
          expect(await judge(dev, incident, command)).toEqual({
            command,
            codes: codes.toSorted(),
            exitCode,
          });
        }
      } finally {
        await dev.stop();
        await lent?.close();
      }
    });
  });
}

/** What the command says of it, from severity warning on. */
async function judge(dev: RunningDev, { given, expect: expected }: Incident, command: string) {
  const report = join(dev.cwd, `${command}.json`);
  const options = [
    '--target',
    'local',
    '--format',
    `json=${report}`,
    ...(expected[command]?.arguments ?? []),
  ];
  if (timed.test(command)) options.push('--timeout', '1s');
  if (command === 'inspect-migrations') {
    for (const directory of given.migrations) options.push('--versions-dir', resolve('fixtures', directory));
  }
  const { exitCode } = await dev.qaIn(given.environment, command, ...options);
  const { verdicts } = JSON.parse(await readFile(report, 'utf8')) as Report;
  const serious = verdicts.flatMap(({ findings }) => findings).filter(({ severity }) => severity !== 'info');
  return { command, codes: [...new Set(serious.map(({ code }) => code))].toSorted(), exitCode };
}
