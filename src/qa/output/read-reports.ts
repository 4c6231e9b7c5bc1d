import { resolve } from 'node:path';
import { reportShape, type Report } from '../../checks/report.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';
import { readText } from '../state/read-text.ts';

/** Reads saved JSON reports; `-` is standard input. Throws {@link UsageError} for what is not one. */
export async function readReports(files: readonly string[], app: Pick<App, 'io'>): Promise<Report[]> {
  return Promise.all(files.map((file) => readReport(file, app)));
}

/** Reads one. Throws {@link UsageError}. */
export async function readReport(file: string, { io }: Pick<App, 'io'>): Promise<Report> {
  let saved: unknown;
  if (file === '') throw new UsageError('A report without a name cannot be read: give its file.');
  try {
    saved = JSON.parse(file === '-' ? await io.readStdin() : await readText(resolve(io.cwd, file)));
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
}
