import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Report } from '../../checks/report.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import { UsageError, type App } from '../command.ts';
import type { FormatChoice, RenderOptions } from '../options/options.ts';
import type { Format } from '../reporters/formats.ts';
import { reporters } from '../reporters/index.ts';
import { redacted } from '../secrets/redact-value.ts';
import { visible } from './visible.ts';

/**
 * Most of a run is waiting: what will show the report is loaded meanwhile, after the first request has gone
 * out.
 */
export function preloadReporters({ format }: Partial<RenderOptions>): void {
  // A command that ends with a text has a `--format` of its own.
  if (!Array.isArray(format)) return;
  setTimeout(() => {
    for (const { format: name } of format) reporters[name]().catch(() => undefined);
  }, 50).unref();
}

/**
 * Renders a report in each format that was asked for, to where it was asked for. Throws {@link UsageError}.
 */
export async function deliver(
  report: Report,
  { format, output, verbose = false, showCurl = false, remedies }: Partial<RenderOptions>,
  app: App,
  drained: () => Promise<unknown>,
): Promise<void> {
  const chosen: readonly FormatChoice[] = format ?? [{ format: 'table', file: null }];
  const { columns, colour, ascii, links } = app.terminal.out;
  const shown = visibleReport(report);
  for (const { format: name, file } of chosen) {
    const render = await reporters[name]();
    const place = file ?? output;
    const rendered = await render(isData(name) ? report : shown(), {
      columns,
      // A file is read by who knows what, later.
      colour: colour && place === undefined,
      ascii,
      links: links && place === undefined ? (app.io.documents ?? null) : null,
      verbose,
      showCurl,
      remedies: remedies ?? null,
    });
    const pieces = typeof rendered === 'string' ? [rendered] : rendered;
    if (place !== undefined) await writeFileFor(app, place, { pieces, mode: modeOf(name) });
    else {
      for (const piece of pieces) {
        app.print(piece);
        // Or all of a long report would wait in memory for whoever reads it.
        await drained();
      }
    }
  }
  const summary = app.io.environment['GITHUB_STEP_SUMMARY'];
  if (summary && chosen.some(({ format: name }) => name === 'github')) {
    await appendSummary(shown(), summary, app);
  }
}

/** JSON spells control characters itself, and whoever reads it wants what was said. */
function isData(format: Format): boolean {
  return format === 'json' || format === 'ctrf';
}

/** The report for all other formats, made at most once, and only where one is asked for. */
function visibleReport(report: Report): () => Report {
  let made: Report | null = null;
  return () => (made ??= redacted(report, visible) as Report);
}

/** Metrics are read by a collector that runs as somebody else; what a report quotes is its owner's. */
function modeOf(format: Format): number {
  return format === 'prometheus' ? 0o644 : 0o600;
}

async function writeFileFor(
  { io, secrets }: App,
  place: string,
  { pieces, mode }: { readonly pieces: Iterable<string>; readonly mode: number },
): Promise<void> {
  const { writeWhole } = await import('../state/write-whole.ts');
  const path = resolve(io.cwd, place);
  try {
    await writeWhole(path, each(pieces, secrets.redact), { mode });
  } catch (error) {
    // As with standard output: a reader of a pipe may have seen enough.
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return;
    throw new UsageError(`${path} cannot be written: ${describeError(error)}.`);
  }
}

/** Other steps of the job write into the same file. */
async function appendSummary(report: Report, file: string, { secrets }: App): Promise<void> {
  const { markdown } = await import('../reporters/markdown.ts');
  await appendFile(file, secrets.redact(await markdown(report))).catch((error: unknown) => {
    throw new UsageError(`GITHUB_STEP_SUMMARY, ${file}, cannot be written: ${describeError(error)}.`);
  });
}

function* each(pieces: Iterable<string>, change: (piece: string) => string): Generator<string> {
  for (const piece of pieces) yield change(piece);
}
