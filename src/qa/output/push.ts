import type { Report } from '../../checks/report.ts';
import { describeError } from '../../checks/support/describe-error.ts';
import type { App } from '../command.ts';
import { prometheus } from '../reporters/prometheus.ts';
import { targetKey } from '../reporters/parts/target-line.ts';

/** Milliseconds that a gateway may take. */
const patienceMs = 10_000;

/**
 * Puts the metrics of a report into a Pushgateway, in place of what the same command said of the same target
 * before. Gives what went wrong in a sentence, or null.
 */
export async function push(
  report: Report,
  to: string,
  { secrets }: Pick<App, 'secrets'>,
): Promise<string | null> {
  const url = new URL(to);
  const password = decodeURIComponent(url.password);
  secrets.add(password);
  const login = Buffer.from(`${decodeURIComponent(url.username)}:${password}`).toString('base64');
  const headers = {
    'content-type': 'text/plain; version=0.0.4',
    ...(password !== '' && { authorization: `Basic ${login}` }),
  };
  // The gateway's own spelling for names that may hold anything. Of two commands each has its own group.
  const name = (text: string): string => Buffer.from(text).toString('base64url');
  const group = `metrics/job/qa-${report.command}/instance@base64/${name(targetKey(report.target))}`;
  const place = `${url.origin}${url.pathname.replace(/\/+$/, '')}/${group}`;
  try {
    const answer = await fetch(place, {
      method: 'PUT',
      headers,
      body: prometheus(report),
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    });
    if (answer.ok) return null;
    const said = (await answer.text()).trim().slice(0, 200);
    return `The Pushgateway ${url.host} refused the metrics with ${answer.status}: ${said}`;
  } catch (error) {
    return `The metrics could not be pushed to ${url.host}: ${describeError(error)}.`;
  }
}
