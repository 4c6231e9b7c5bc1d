import { defineCheck, notApplicable, unknown, type Observed } from '../check.ts';
import { exampleTraffic } from '../http/examples/exchanges.ts';
import { saidInFront } from '../http/exchange/classify.ts';
import { traffic } from '../http/probes/traffic.ts';
import { exampleSnapshot, exampleToken } from './examples/journey.ts';
import { snapshot } from './probes/snapshot.ts';
import { token } from './probes/token.ts';

/** Seconds that clocks may differ by: what libraries that check tokens commonly let pass. */
const allowedSeconds = 30;

export const clockSkew = defineCheck({
  code: 'clock-skew',
  title: 'Two clocks disagree',
  severity: 'warning',
  why: 'A token that was issued a moment ago is refused as one of the future, or lives longer than it may.',
  remedy: 'Compare both machines with a time server (`timedatectl`, `chronyc tracking`).',
  needs: { token, snapshot, traffic },
  judge: ({
    token: { status, issuedAt, notBefore },
    snapshot: { exchange, apiDate: date, answeredAt, status: answered },
    traffic: seen,
  }) => {
    if (status === 'malformed' || status === 'not-a-user')
      return notApplicable('the token holds no times to compare');
    if (answered === null) return unknown('the API did not answer');
    const inFront = saidInFront(seen, exchange);
    // The clock of who stands in front says nothing of the API's.
    const apiDate = inFront === null ? date : null;
    const found: Observed[] = [];
    // The API decides about tokens, so its clock counts; where it shows none, this machine's.
    const now = apiDate ?? answeredAt;
    for (const [name, moment] of [
      ['iat', issuedAt],
      ['nbf', notBefore],
    ] as const) {
      const aheadSeconds = moment === null ? 0 : secondsBetween(now, moment);
      if (aheadSeconds <= allowedSeconds) continue;
      found.push({
        subject: name,
        message:
          `The token's ${name}, ${moment}, lies ${aheadSeconds} s in the future by the clock of ` +
          `${apiDate === null ? 'this machine' : 'the API'}.`,
        facts: { moment, aheadSeconds, apiDate },
      });
    }
    const skewSeconds = apiDate === null ? 0 : secondsBetween(answeredAt, apiDate);
    if (Math.abs(skewSeconds) > allowedSeconds) {
      found.push({
        subject: 'Date',
        message:
          `The API's clock (Date: ${apiDate}) is ${Math.abs(skewSeconds)} s ` +
          `${skewSeconds > 0 ? 'ahead of' : 'behind'} this machine's.`,
        facts: { apiDate, localDate: answeredAt, skewSeconds },
      });
    }
    return inFront === null ? found : unknown(inFront.reason, found);
  },
  examples: {
    healthy: { token: exampleToken, snapshot: exampleSnapshot(), ...exampleTraffic() },
    broken: {
      token: { ...exampleToken, issuedAt: '2026-01-26T09:05:00.000Z' },
      snapshot: exampleSnapshot(),
      ...exampleTraffic(),
    },
  },
});

function secondsBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 1000);
}
