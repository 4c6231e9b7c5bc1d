import type { Fault } from '../patient.ts';

export const failingWrites: Fault = {
  summary: 'Every POST fails with an unhandled error, while reads are well.',
  arrange(patient) {
    const fail = async (): Promise<never> => {
      throw new TypeError("publish() missing 1 required positional argument: 'channel'");
    };
    patient.store = { ...patient.store, ensureProfile: fail };
  },
};
