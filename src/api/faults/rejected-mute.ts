import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const rejectedMute: Fault = {
  summary: 'Muting a topic fails.',
  arrange(patient) {
    const { mute } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        if (kind === 'topic') throw new HttpError(500, 'Erreur lors du masquage du topic');
        await mute(userId, kind, value);
      },
    };
  },
};
