import { defineCheck, unknown, type Observed } from '../check.ts';
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
    'Put the CORS layer outermost, so that it sees preflights and errors, and allow POST and DELETE ' +
    'with Authorization.',
  needs: { preflight, hiddenErrors, traffic },
  judge: ({ preflight: { preflights, refused }, hiddenErrors: { errors }, traffic: seen }) => {
    if (isForeignHost(seen)) return unknown('what answers is not this API');
    const asked = [...preflights, refused];
    const silent = asked.filter(({ status }) => status === null);
    const blocked = preflights
      .filter(({ status }) => status !== null)
      .flatMap((each): Observed[] => {
        const why = whyBlocked(each);
        return why === null
          ? []
          : [{ subject: each.step, message: `The ${each.step} of ${each.path} fails: ${why}.`, facts: each }];
      });
    const unreadable = [...((refused.status ?? 0) >= 400 && !allows(refused) ? [refused] : []), ...errors];
    // One finding for them all: the same layer lacks them everywhere.
    const hidden: Observed[] = unreadable.slice(0, 1).map(({ status, path }) => ({
      subject: 'error answer',
      message: `The ${status} of ${path} carries no Access-Control-Allow-Origin, so a browser hides it.`,
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
      preflight: { preflights: [exampleCrossOrigin()], refused: exampleCrossOrigin({ status: 403 }) },
    },
    broken: {
      ...exampleTraffic(exampleAnswer('/api/x', 403, { detail: 'Not authenticated' })),
      hiddenErrors: { errors: [] },
      preflight: {
        preflights: [exampleCrossOrigin({ status: 405, allowOrigin: null })],
        refused: exampleCrossOrigin({ status: 403 }),
      },
    },
  },
});

function whyBlocked(asked: CrossOrigin): string | null {
  const method = asked.step.split(' ').at(-1) ?? '';
  // A list of allowed pages refuses ours; whether it holds the app's own cannot be seen from here.
  if (/disallowed cors origin/i.test(asked.text))
    return (
      `the page ${asked.origin} is not on the list of those allowed; make sure that the app's own ` +
      'page is'
    );
  if (asked.status === null || asked.status >= 300) return `it was answered ${asked.status}`;
  if (!allows(asked)) return `the page ${asked.origin} is not allowed`;
  const methods = asked.allowMethods?.toUpperCase() ?? '';
  if (methods !== '*' && !methods.split(/[\s,]+/).includes(method)) return `it does not allow ${method}`;
  // The Fetch standard: a wildcard never covers Authorization.
  const headers = asked.allowHeaders?.toLowerCase().split(/[\s,]+/) ?? [];
  return headers.includes('authorization') ? null : 'it does not allow the header Authorization';
}

function allows({ allowOrigin, origin }: CrossOrigin): boolean {
  return allowOrigin === '*' || allowOrigin === origin;
}
