import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const unconfirmedEmail: Fault = {
  summary: 'Every account counts as unconfirmed.',
  arrange(patient) {
    const { authenticate } = patient;
    patient.authenticate = async (authorization) => {
      await authenticate(authorization);
      throw new HttpError(403, 'Email not confirmed');
    };
  },
};
