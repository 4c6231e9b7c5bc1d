import type { Report } from '../../checks/report.ts';
import type { App } from '../command.ts';
import type { RenderOptions } from '../options/options.ts';
import { otlpSettings } from './otlp/settings.ts';

/** What sending needs of the application. */
type Sender = Pick<App, 'io' | 'secrets' | 'say'>;

/**
 * Tells other programs how a run ended, and says what did not arrive. False where that was asked for on the
 * command line: a run that nobody hears of is not green.
 */
export async function send(report: Report, options: Partial<RenderOptions>, app: Sender): Promise<boolean> {
  const failures = await Promise.all([pushed(report, options, app), telemetered(report, options, app)]);
  return failures.every((failure) => failure === null);
}

async function pushed(
  report: Report,
  { push: to }: Partial<RenderOptions>,
  app: Sender,
): Promise<string | null> {
  if (to === undefined) return null;
  const { push } = await import('./push.ts');
  return said(await push(report, to, app), app);
}

async function telemetered(
  report: Report,
  { otlp }: Partial<RenderOptions>,
  app: Sender,
): Promise<string | null> {
  const settings = otlpSettings(otlp, app);
  if (settings === null) return null;
  const { sendTelemetry } = await import('./otlp/send.ts');
  const failure = said(await sendTelemetry(report, settings), app);
  // Variables may stand there for other programs: what they ask for makes no run fail.
  return otlp === undefined ? null : failure;
}

function said(failure: string | null, app: Pick<App, 'say'>): string | null {
  if (failure !== null) app.say(failure);
  return failure;
}
