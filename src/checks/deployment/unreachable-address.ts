import { defineCheck, notApplicable, notAsked, unknown } from '../check.ts';
import { connectionWith } from './examples/evidence.ts';
import { isLoopback } from '../http/client/loopback.ts';
import { connection } from './probes/connection.ts';

export const unreachableAddress = defineCheck({
  code: 'unreachable-address',
  title: 'The host answers on one address family only',
  severity: 'warning',
  why: 'Clients whose network prefers the other family wait before they fall back, and some never do.',
  remedy: 'Remove the DNS record (A or AAAA) that leads nowhere, or let the service listen on it.',
  needs: { connection },
  judge: ({ connection: { host, port, proxy, families } }) => {
    if (proxy !== null)
      return notAsked(
        { with: 'a proxy' },
        `requests go through the proxy ${proxy}: addresses were not tried`,
      );
    // `localhost` names both families on most machines, while a local server listens on one: nobody else is
    // concerned.
    if (isLoopback(host)) return notApplicable('a loopback address');
    // Where no family connects, the host is unreachable as a whole: another finding.
    if (!families.some(({ connected }) => connected === true))
      return unknown(`no address of ${host} was reached`);
    const observed = families
      .filter(({ connected }) => connected === false)
      .map(({ family, tried, code }) => ({
        subject: `${host}:${port}`,
        message: `${host} is not reached over IPv${family} from here: ${tried ?? ''} ${code ?? ''}.`,
        facts: { family, address: tried, code },
      }));
    const untried = families.find(({ untriedBecause }) => untriedBecause !== null);
    return observed.length === 0 && untried !== undefined
      ? notApplicable(`its IPv${untried.family} address was not tried: ${untried.untriedBecause}`)
      : observed;
  },
  examples: {
    healthy: { connection: connectionWith() },
    broken: {
      connection: connectionWith({
        families: connectionWith().families.map((family) =>
          family.family === 6 ? { ...family, connected: false, code: 'ECONNREFUSED' } : family,
        ),
      }),
    },
  },
});
