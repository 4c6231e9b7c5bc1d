import type { Fault } from '../patient.ts';

export const resettingFlags: Fault = {
  summary: "Every mute sets the user's flags to the opposite of what the product starts with.",
  arrange(patient) {
    const { mute, setFlag } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        await mute(userId, kind, value);
        await setFlag(userId, 'hide_paid_content', false);
        await setFlag(userId, 'hide_non_fr_sources', false);
      },
    };
  },
};
