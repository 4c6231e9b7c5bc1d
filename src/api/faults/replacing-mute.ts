import type { Fault } from '../patient.ts';
import { lists } from '../store.ts';

export const replacingMute: Fault = {
  summary: "A mute replaces the user's list of that kind, or the user's whole row, flags included.",
  settings: ['list', 'row'],
  arrange(patient, _app, setting) {
    const { mute } = patient.store;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        const { column } = lists[kind];
        const wipe =
          setting === 'row'
            ? 'delete from user_personalization where user_id = $1'
            : `update user_personalization set ${column} = '{}' where user_id = $1`;
        await patient.database.query(wipe, [userId]);
        await mute(userId, kind, value);
      },
    };
  },
};
