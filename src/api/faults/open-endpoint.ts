import { testUserId } from '../auth.ts';
import type { Fault } from '../patient.ts';

export const openEndpoint: Fault = {
  summary: 'A request without a token is let in.',
  arrange(patient) {
    const { authenticate } = patient;
    patient.authenticate = async (authorization) =>
      authorization === undefined ? { id: testUserId } : authenticate(authorization);
  },
};
