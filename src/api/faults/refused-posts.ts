import { answerInstead, isPost } from '../answers/instead.ts';
import { barePage } from '../answers/pages.ts';
import type { Fault } from '../patient.ts';

export const refusedPosts: Fault = {
  summary: 'Every POST is answered with a web page or nothing, and an error status.',
  settings: [
    '503-page',
    '500-page',
    '502-page',
    '403-page',
    '429-page',
    '500-empty',
    '502-empty',
    '503-empty',
    '403-empty',
    '429-empty',
  ],
  arrange(_patient, app, setting) {
    const [status = '', form] = setting.split('-');
    answerInstead(app, isPost, () => {
      const page = barePage(Number(status));
      return form === 'page' ? page : { status: page.status, type: null, text: '' };
    });
  },
};
