import type { Fault } from '../patient.ts';
import type { Preferences, Store } from '../store.ts';

interface Seen {
  readonly at: number;
  readonly state: Preferences | null;
}

export const replicaLag: Fault = {
  summary: 'Reads come from a replica that is so far behind.',
  settings: { number: 800, unit: 'milliseconds' },
  arrange(patient, _app, setting) {
    const lagMs = Number(setting);
    const { store } = patient;
    const histories = new Map<string, Seen[]>();
    const noted = async <Result>(userId: string, write: () => Promise<Result>): Promise<Result> => {
      const history = histories.get(userId) ?? [
        { at: Number.NEGATIVE_INFINITY, state: await store.read(userId) },
      ];
      histories.set(userId, history);
      const result = await write();
      history.push({ at: performance.now(), state: await store.read(userId) });
      return result;
    };
    const lagging: Store = {
      ...store,
      read: async (userId) => {
        const arrived = histories.get(userId)?.findLast(({ at }) => at <= performance.now() - lagMs);
        return arrived === undefined ? store.read(userId) : arrived.state;
      },
      mute: (userId, kind, value) => noted(userId, () => store.mute(userId, kind, value)),
      unmute: (userId, kind, value) => noted(userId, () => store.unmute(userId, kind, value)),
      setFlag: (userId, flag, value) => noted(userId, () => store.setFlag(userId, flag, value)),
    };
    patient.store = lagging;
  },
};
