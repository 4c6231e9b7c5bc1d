import { defineCheck, isWithheld, notApplicable, notAsked, unknown, type Observed } from '../check.ts';
import type { Severity } from '../finding.ts';
import { answered, healthWith } from './examples/evidence.ts';
import { health } from './probes/health.ts';
import { applicationAnswer } from './health/application-answer.ts';

export const healthyButFailing = defineCheck({
  code: 'healthy-but-failing',
  title: 'The probes are green while a real route fails',
  severity: 'error',
  why: 'Platform and dashboards show a healthy service; users get errors.',
  remedy:
    'Read the log of the failing route: the probes do not touch what breaks it (schema, signing ' +
    'keys, a dependency).',
  needs: { health },
  judge: ({ health: seen }) => {
    const live = applicationAnswer(seen, seen.liveness);
    if (isWithheld(live)) return live;
    const ready = applicationAnswer(seen, seen.readiness);
    const greenReadiness = !isWithheld(ready) && [200, 404].includes(ready.answer.status);
    if (live.answer.status !== 200 || !greenReadiness) return notApplicable('the probes are not green');
    const { path } = seen.canary.request;
    const fails = (what: string, severity: Severity = 'error'): Observed[] => [
      {
        subject: path,
        severity,
        message: `The probes are green, and GET ${path} ${what}.`,
        facts: { status: seen.canary.answer?.status ?? null },
      },
    ];
    // Silence of a route, where the probes do answer, is what its users see.
    if (seen.canary.answer === null)
      return fails(`gives no answer (${seen.canary.failure?.message ?? 'no reason told'})`);
    const canary = applicationAnswer(seen, seen.canary);
    if (isWithheld(canary)) return canary;
    const { status } = canary.answer;
    // The API cannot check anybody's token, which verify-mute tells; what lies behind was not seen.
    if (status === 501) return unknown(`GET ${path} answered 501: the API could not check a token`);
    if (status >= 500) return fails(`answers ${status}`);
    // Where it leads has a finding of its own.
    if (status >= 300 && status < 400) return unknown(`GET ${path} is redirected (${status})`);
    if (!seen.canaryIsDefault)
      return status === 404 ? unknown(`there is no ${path}; name another route with --canary`) : [];
    if (seen.canaryHadToken && status !== 404)
      return status < 300 ? [] : unknown(`GET ${path} answered ${status} to the token that was given`);
    if (status === 401 || status === 403)
      return notAsked(
        { without: '--token-file' },
        `GET ${path} asks for a token (${status}), so no route behind authentication was seen; ` +
          '--token-file or QA_TOKEN gives one',
      );
    // Another application's health routes are understood; it need not have this product's routes.
    if (live.reading?.form !== 'product')
      return notAsked(
        { without: '--canary' },
        `${path} answered ${status}: not this product's application; name a route with --canary`,
      );
    // A release without the route is wrong, but need not be failing.
    if (status === 404) return fails('does not exist', 'warning');
    return fails(`answers ${status} without a token, where 401 or 403 is right`);
  },
  examples: {
    healthy: {
      health: healthWith({
        canary: answered('/api/users/personalization/', 200, { muted_sources: [] }),
        canaryHadToken: true,
      }),
    },
    broken: {
      health: healthWith({
        canary: answered('/api/users/personalization/', 500, { detail: 'Internal Server Error' }),
      }),
    },
  },
});
