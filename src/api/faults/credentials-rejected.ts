import { bearerOf } from '../auth.ts';
import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const credentialsRejected: Fault = {
  summary: 'Every token is refused, sound ones too.',
  arrange(patient) {
    patient.authenticate = async (authorization) => {
      bearerOf(authorization);
      throw new HttpError(401, 'Invalid token: signature verification failed');
    };
  },
};
