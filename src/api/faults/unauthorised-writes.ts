import { isWrite } from '../answers/instead.ts';
import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const unauthorisedWrites: Fault = {
  summary: 'Writes are refused for want of credentials, while reads are let in with the same ones.',
  settings: ['401', '403'],
  arrange(_patient, app, setting) {
    app.addHook('preHandler', async (request) => {
      if (isWrite(request)) throw new HttpError(Number(setting), 'Could not validate credentials');
    });
  },
};
