import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Evidence } from '../../../checks/evidence.ts';
import { keys } from '../../../checks/foreign-keys/index.ts';
import { journey, listsBefore, profile } from '../../../checks/mute/index.ts';
import { reportShape, type Report } from '../../../checks/report.ts';
import { describeError } from '../../../checks/support/describe-error.ts';
import { UsageError, type App } from '../../command.ts';

/** Reads saved JSON reports. Throws {@link UsageError} for what is not one. */
export async function readReports(files: readonly string[], { io }: Pick<App, 'io'>): Promise<Report[]> {
  return Promise.all(
    files.map(async (file) => {
      let saved: unknown;
      try {
        saved = JSON.parse(
          file === '-' ? await io.readStdin() : await readFile(resolve(io.cwd, file), 'utf8'),
        );
      } catch (error) {
        throw new UsageError(`The report ${file} cannot be read: ${describeError(error)}.`);
      }
      const read = reportShape.safeParse(saved);
      if (read.success) return read.data;
      const place = read.error.issues[0]?.path.join('.') || 'the whole';
      throw new UsageError(
        `${file} is not a report of qa: ${place} is missing or of another kind. Expected is what --format ` +
          'json wrote.',
      );
    }),
  );
}

/**
 * Of saved evidence what causes read, where it has the probe's shape; what another version wrote is left out.
 */
export function readEvidence(saved: Readonly<Record<string, unknown>>): Evidence {
  const read = <Name extends keyof Evidence>(
    name: Name,
    probe: { readonly shape: { safeParse: (value: unknown) => { success: boolean; data?: Evidence[Name] } } },
  ): Evidence => {
    const parsed = probe.shape.safeParse(saved[name]);
    return parsed.success ? { [name]: parsed.data } : {};
  };
  return {
    ...read('keys', keys),
    ...read('profile', profile),
    ...read('journey', journey),
    ...read('snapshot', listsBefore),
  };
}
