import { answerInstead, isHealth } from '../answers/instead.ts';
import { singlePage } from '../answers/pages.ts';
import type { Fault } from '../patient.ts';

export const healthPage: Fault = {
  summary: 'The health routes are answered 200 with the web page of a single-page application.',
  arrange(_patient, app) {
    answerInstead(app, isHealth, singlePage);
  },
};
