import { defineCheck, isWithheld, unknown, type Observed } from '../check.ts';
import { healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { plainHttp as probe } from './probes/plain-http.ts';
import { applicationAnswer } from './health/application-answer.ts';

/**
 * Codes that show that plain http is not spoken: the connection is refused, or ended because what came was
 * not a TLS handshake, or answered in TLS (HPE). Any other failure, such as a timeout, shows nothing.
 */
const refusal = /^(ECONNREFUSED|ECONNRESET|EPIPE|HPE_\w+)$/;

export const plainHttp = defineCheck({
  code: 'plain-http',
  title: 'The API can be spoken to without encryption',
  severity: 'warning',
  why:
    'A client with http:// in its base URL sends tokens in the clear; a redirect comes too late ' +
    'for a POST, and turns it into a GET.',
  remedy:
    'Configure https:// in every client, and refuse plain http for everything but GET where the ' +
    'platform allows it.',
  needs: { plain: probe, health },
  judge: ({ plain: { answers }, health: seen }) => {
    const reached = applicationAnswer(seen, seen.liveness);
    if (isWithheld(reached)) return reached;
    const observed = answers.flatMap(({ method, url, status, location }): Observed[] => {
      if (status === null) return [];
      const facts = { method, status, location };
      const subject = `${method} ${url}`;
      if (status >= 200 && status < 300)
        return [{ subject, message: `${subject} answered ${status} without encryption.`, facts }];
      // A redirected GET is the usual courtesy for browsers.
      const redirected = method === 'POST' && status >= 300 && status < 400;
      return redirected
        ? [
            {
              subject,
              message: `${subject} is redirected (${status}) after its headers were sent in the clear.`,
              facts,
            },
          ]
        : [];
    });
    const unseen = answers.find(({ code }) => code !== null && !refusal.test(code));
    return unseen === undefined
      ? observed
      : unknown(`${unseen.method} ${unseen.url}: ${unseen.code}`, observed);
  },
  examples: {
    healthy: {
      plain: {
        answers: [
          {
            method: 'GET',
            url: 'http://api.example/api/health',
            status: 301,
            location: 'https://api.example/api/health',
            code: null,
          },
        ],
      },
      health: healthWith(),
    },
    broken: {
      plain: {
        answers: [
          { method: 'GET', url: 'http://api.example/api/health', status: 200, location: null, code: null },
        ],
      },
      health: healthWith(),
    },
  },
});
