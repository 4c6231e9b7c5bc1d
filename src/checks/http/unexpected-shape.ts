import { defineCheck } from '../check.ts';
import { groupBy } from '../support/group-by.ts';
import { exampleAnswer, exampleTraffic } from './examples/exchanges.ts';
import { traffic } from './probes/traffic.ts';
import {
  routeOf,
  fromApplication,
  isForeignHost,
  stablePath,
  unheard,
  type Answered,
} from './exchange/classify.ts';
import { listed } from '../support/in-words.ts';

export const unexpectedShape = defineCheck({
  code: 'unexpected-shape',
  title: 'An answer is not as documented',
  severity: 'warning',
  why: 'The app reads fields that are not there or are of another type, and fails where nobody looks.',
  remedy: 'Compare the answer with the contract: either the API changed, or what answers is another release.',
  needs: { traffic },
  judge: ({ traffic: seen }) => {
    const { exchanges } = seen;
    const withheld = unheard(seen);
    if (withheld !== null) return withheld;
    const answered = fromApplication(exchanges);
    if (isForeignHost(seen)) return [];
    const successful = answered.filter(({ answer }) => answer.status < 300);
    return [...groupBy(successful, routeOf)].flatMap(([route, group]) => {
      const issues = [...new Set(group.flatMap(issuesOf))];
      const first = group.find((exchange) => issuesOf(exchange).length > 0);
      if (first === undefined) return [];
      const path = stablePath(first);
      const shared = successful.some((each) => stablePath(each) === path && routeOf(each) !== route);
      return [
        {
          // Several methods of one path are several findings.
          subject: shared ? route : path,
          message:
            `${route} answered ${first.answer.status} with another shape: ` + `${listed(issues, 3, '; ')}.`,
          facts: { method: first.request.method, issues },
          command: first.curl,
        },
      ];
    });
  },
  examples: {
    healthy: exampleTraffic(exampleAnswer('/api/x', 200, { message: 'ok' })),
    broken: exampleTraffic(
      exampleAnswer(
        '/api/x',
        200,
        { message: 1 },
        { shapeIssues: ['message: expected string, received number'] },
      ),
    ),
  },
});

/** Also a body that broke off or did not end: what came of it has no shape. */
function issuesOf({ answer, failure }: Answered): readonly string[] {
  if (failure !== null) return [`(body): broke off, ${failure.message}`];
  if (answer.body.truncated) return ['(body): over 1 MB, not read to its end'];
  return answer.shapeIssues;
}
