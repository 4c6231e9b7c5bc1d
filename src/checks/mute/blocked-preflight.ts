import { defineCheck, notAsked, unknown, type Observed } from '../check.ts';
import { exampleAnswer, exampleTraffic } from '../http/examples/exchanges.ts';
import { traffic } from '../http/probes/traffic.ts';
import { isForeignHost } from '../http/exchange/classify.ts';
import { exampleCrossOrigin } from './examples/journey.ts';
import { hiddenErrors } from './probes/hidden-errors.ts';
import { preflight, type CrossOrigin } from './probes/preflight.ts';

export const blockedPreflight = defineCheck({
  code: 'blocked-preflight',
  title: 'A browser may not mute, or may not read why it failed',
  severity: 'warning',
  why: 'The web app shows a network error instead of the real one.',
  remedy:
    'Put the CORS layer outermost, so that it sees preflights and errors, and allow the page, POST and ' +
    'DELETE, and the header Authorization.',
  needs: { preflight, hiddenErrors, traffic },
  judge: ({ preflight: { origin, asked: all }, hiddenErrors: { errors }, traffic: seen }) => {
    if (origin === null)
      return notAsked({ without: '--origin' }, 'CORS is judged for the page that --origin names');
    if (isForeignHost(seen)) return unknown('what answers is not this API');
    const asked = all.filter((each) => each.origin === origin);
    const silent = asked.filter(({ status }) => status === null);
    const answered = asked.filter(({ status }) => status !== null);
    const blocked = answered
      .filter(({ method }) => method === 'OPTIONS')
      .flatMap((each): Observed[] => {
        const why = whyBlocked(each);
        return why === null
          ? []
          : [{ subject: each.step, message: `The ${each.step} of ${each.path} fails: ${why}.`, facts: each }];
      });
    const refused = answered.filter(
      (each) => each.method !== 'OPTIONS' && (each.status ?? 0) >= 400 && originProblem(each) !== null,
    );
    const unreadable = [...refused, ...errors];
    // One finding for them all: the same layer lacks them everywhere.
    const hidden: Observed[] = unreadable.slice(0, 1).map((first) => ({
      subject: 'error answer',
      message:
        `A browser hides the ${first.status} of ${first.path}: ` +
        `${'allowOrigin' in first ? originProblem(first) : 'it carries no Access-Control-Allow-Origin'}.`,
      facts: { answers: unreadable.map((each) => ({ status: each.status, path: each.path })) },
    }));
    const observed = [...blocked, ...hidden];
    return silent.length > 0
      ? unknown(`not answered: ${silent.map(({ step }) => step).join(', ')}`, observed)
      : observed;
  },
  examples: {
    healthy: {
      ...exampleTraffic(exampleAnswer('/api/x', 403, { detail: 'Not authenticated' })),
      hiddenErrors: { errors: [] },
      preflight: { origin: 'https://app.example', asked: [exampleCrossOrigin()] },
    },
    broken: {
      ...exampleTraffic(exampleAnswer('/api/x', 403, { detail: 'Not authenticated' })),
      hiddenErrors: { errors: [] },
      preflight: {
        origin: 'https://app.example',
        asked: [
          exampleCrossOrigin({ status: 400, allowOrigin: null, text: 'Disallowed CORS method' }),
          exampleCrossOrigin({ step: 'refused read from a browser', method: 'GET', status: 403 }),
        ],
      },
    },
  },
});

function whyBlocked(asked: CrossOrigin): string | null {
  const method = asked.step.split(' ').at(-1) ?? '';
  if (asked.status === null || asked.status >= 300) {
    const quoted = asked.text.trim() === '' ? '' : `: "${asked.text.trim()}"`;
    return `it was answered ${asked.status}${quoted}`;
  }
  const problem = originProblem(asked);
  if (problem !== null) return problem;
  const methods = asked.allowMethods?.toUpperCase() ?? '';
  if (methods !== '*' && !methods.split(/[\s,]+/).includes(method))
    return `it does not allow ${method} (Access-Control-Allow-Methods: ${asked.allowMethods ?? 'not sent'})`;
  // The Fetch standard: a wildcard never covers Authorization.
  const headers = asked.allowHeaders?.toLowerCase().split(/[\s,]+/) ?? [];
  return headers.includes('authorization')
    ? null
    : 'it does not allow the header Authorization (Access-Control-Allow-Headers: ' +
        `${asked.allowHeaders ?? 'not sent'})`;
}

/** What is wrong with the header that allows a page; null where a browser would take it. */
function originProblem({ allowOrigin, origin }: CrossOrigin): string | null {
  if (allowOrigin === null) return 'it carries no Access-Control-Allow-Origin';
  if (allowOrigin === '*' || allowOrigin === origin) return null;
  return allowOrigin.includes(',')
    ? `Access-Control-Allow-Origin is sent twice ("${allowOrigin}"), which browsers refuse`
    : `it allows "${allowOrigin}", and not the page ${origin}`;
}
