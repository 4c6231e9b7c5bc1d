import type { Kind } from '../kind.ts';
import type { Fault } from '../patient.ts';

/** What another user has muted. */
const foreign: Readonly<Record<Kind, string>> = {
  source: 'b2d9b5a6-3c64-4a53-9d0c-6f1f6e7d8c9a',
  theme: 'politique',
  topic: 'football',
  'content-type': 'youtube',
};

export const foreignValues: Fault = {
  summary: "With a theme, what another user has muted arrives in the user's lists.",
  arrange(patient) {
    const { mute } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        await mute(userId, kind, value);
        if (kind !== 'theme') return;
        for (const [other, what] of Object.entries(foreign)) await mute(userId, other as Kind, what);
      },
    };
  },
};
