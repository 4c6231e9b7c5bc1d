import { bearerOf } from '../auth.ts';
import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

const refusals: Readonly<Record<string, string>> = {
  '401': 'Invalid token: signature verification failed',
  '403': 'Could not validate credentials',
};

export const credentialsRejected: Fault = {
  summary: 'Every token is refused, sound ones too.',
  settings: ['401', '403'],
  arrange(patient, _app, setting) {
    patient.authenticate = async (authorization) => {
      bearerOf(authorization);
      throw new HttpError(Number(setting), refusals[setting]!);
    };
  },
};
