import { defineCheck, isWithheld, notApplicable, type Observed } from '../check.ts';
import { cacheHeaderOf } from '../http/exchange/cache.ts';
import type { Exchange } from '../http/exchange/exchange.ts';
import { isForeignHost, isPage } from '../http/exchange/classify.ts';
import { answered, healthWith, liveBody } from './examples/evidence.ts';
import { applicationAnswer, incompleteBody, routesOf } from './health/application-answer.ts';
import { health, type Health } from './probes/health.ts';

export const unprovenHealth = defineCheck({
  code: 'unproven-health',
  title: 'A green health answer that proves nothing',
  severity: 'error',
  why:
    'A web page answers every address alike, and a cache goes on answering for a process that has died: ' +
    'whoever trusts the 200 learns nothing.',
  remedy:
    'Answer health routes from the application itself, before the fallback of a single-page application, ' +
    'with Cache-Control: no-store; where the page is the health route, name it with --liveness.',
  needs: { health },
  judge: ({ health: seen }) => {
    const observed: Observed[] = [];
    let judged = 0;
    for (const exchange of [seen.liveness, seen.readiness]) {
      const { answer, request } = exchange;
      if (answer === null || answer.status < 200 || answer.status >= 300) continue;
      // Where nothing but pages is answered it is another host altogether, and that has a finding of its own.
      if (isPage(answer) && request.named !== true) {
        if (isForeignHost({ exchanges: routesOf(seen) })) continue;
        observed.push({
          subject: request.path,
          message:
            `GET ${request.path} answered ${answer.status} with a web page, which says nothing of ` +
            'the application.',
          facts: {
            contentType: answer.headers['content-type'] ?? null,
            beginning: answer.body.text.slice(0, 200),
          },
        });
        continue;
      }
      judged += 1;
      const cached = cacheHeaderOf(answer);
      if (cached !== null) {
        observed.push({
          subject: request.path,
          severity: 'warning',
          message:
            `GET ${request.path} was answered from a cache (${cached}), so it may speak of a process ` +
            'that has died.',
          facts: { header: cached },
        });
        continue;
      }
      const silence = silenceOf(seen, exchange);
      if (silence === null) continue;
      observed.push({
        subject: request.path,
        severity: 'warning',
        message: `GET ${request.path} answered ${answer.status}, and its body ${silence}.`,
        facts: { beginning: answer.body.text.slice(0, 200) },
        advice: 'Let the body say how the service is: {"status":"ok"}, or an error status with the reason.',
      });
    }
    if (observed.length > 0 || judged > 0) return observed;
    const live = applicationAnswer(seen, seen.liveness);
    return isWithheld(live) ? live : notApplicable('no health route is green');
  },
  examples: {
    healthy: { health: healthWith() },
    broken: { health: healthWith({ liveness: answered('/api/health', 200, liveBody, { age: '57' }) }) },
  },
});

/** In what a green body says nothing of how the service is; null where it does, or need not. */
function silenceOf(seen: Health, exchange: Exchange): string | null {
  const reached = applicationAnswer(seen, exchange);
  if (isWithheld(reached) || incompleteBody(exchange) !== null) return null;
  if (reached.answer.status !== 200) return null;
  const { reading, answer } = reached;
  if (reading !== null && (reading.state !== null || reading.down.length > 0)) return null;
  if (reading?.says != null)
    return `says "${reading.says.slice(0, 100)}", which is no known word for a good or a bad state`;
  // Whoever names a route knows that it has nothing to say.
  if (exchange.request.named === true && answer.body.json === undefined) return null;
  return reading === null ? 'says nothing of how the service is' : null;
}
