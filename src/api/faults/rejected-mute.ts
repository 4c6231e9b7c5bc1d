import { HttpError } from '../http-error.ts';
import type { Fault } from '../patient.ts';

export const rejectedMute: Fault = {
  summary: 'Muting one kind fails, and the others work.',
  settings: ['topic', 'source', 'theme', 'content-type'],
  arrange(patient, _app, setting) {
    const { mute } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        if (kind === setting) throw new HttpError(500, `Erreur lors du masquage: ${kind}`);
        await mute(userId, kind, value);
      },
    };
  },
};
