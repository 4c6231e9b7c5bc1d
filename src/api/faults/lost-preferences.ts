import type { Fault } from '../patient.ts';

export const lostPreferences: Fault = {
  summary: 'Muting a content type shows paid content again.',
  arrange(patient) {
    const { mute, setFlag } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        await mute(userId, kind, value);
        if (kind === 'content-type') await setFlag(userId, 'hide_paid_content', false);
      },
    };
  },
};
