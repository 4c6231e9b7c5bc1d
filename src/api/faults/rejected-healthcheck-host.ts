import { answerInstead } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const rejectedHealthcheckHost: Fault = {
  summary: "The application refuses the host name of Railway's health check.",
  arrange(_patient, app) {
    answerInstead(
      app,
      ({ headers: { host } }) => host === 'healthcheck.railway.app',
      () => ({ status: 400, type: 'text/plain; charset=utf-8', text: 'Invalid host header' }),
    );
  },
};
