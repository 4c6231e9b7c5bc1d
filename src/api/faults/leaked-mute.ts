import type { Fault } from '../patient.ts';

export const leakedMute: Fault = {
  summary: 'Muting a theme mutes the topic of that name too.',
  arrange(patient) {
    const { mute } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        await mute(userId, kind, value);
        if (kind === 'theme') await mute(userId, 'topic', value);
      },
    };
  },
};
