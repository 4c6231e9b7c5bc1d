import { answerInstead, isProduct, type Canned } from '../answers/instead.ts';
import { railwayEdge, singlePage } from '../answers/pages.ts';
import type { Fault } from '../patient.ts';

const strangers: Readonly<Record<string, () => Canned>> = {
  'web-page': singlePage,
  ...railwayEdge,
  'foreign-fastapi': () => ({ status: 404, type: 'application/json', text: '{"detail":"Not Found"}' }),
};

export const otherHost: Fault = {
  summary: 'Another service answers at this address.',
  settings: ['web-page', 'railway-404', 'railway-502', 'foreign-fastapi'],
  arrange(_patient, app, setting) {
    answerInstead(app, isProduct, strangers[setting]!);
  },
};
