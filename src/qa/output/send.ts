import type { Report } from '../../checks/report.ts';
import type { App } from '../command.ts';
import type { RenderOptions } from '../options/options.ts';

/**
 * Tells other programs how a run ended, where that was asked for, and says what did not arrive. False then: a run
 * that nobody hears of is not green.
 */
export async function send(report: Report, { push: to }: Partial<RenderOptions>, app: App): Promise<boolean> {
  if (to === undefined) return true;
  const { push } = await import('./push.ts');
  const failure = await push(report, to, app);
  if (failure !== null) app.say(failure);
  return failure === null;
}
