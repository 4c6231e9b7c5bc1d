import type { Fault } from '../patient.ts';
import type { Preferences } from '../store.ts';

export const workerCaches: Fault = {
  summary: 'Two workers each keep what they have read, and hear nothing of what the other writes.',
  settings: { number: 2_000, unit: 'milliseconds' },
  arrange(patient, _app, setting) {
    const lifetimeMs = Number(setting);
    const { store } = patient;
    const caches = [0, 1].map(
      () => new Map<string, { readonly state: Preferences | null; readonly at: number }>(),
    );
    const anyWorker = () => caches[Math.floor(patient.random() * caches.length)]!;
    const written = async <Result>(userId: string, write: () => Promise<Result>): Promise<Result> => {
      const worker = anyWorker();
      const result = await write();
      worker.delete(userId);
      return result;
    };
    patient.store = {
      ...store,
      read: async (userId) => {
        const worker = anyWorker();
        const known = worker.get(userId);
        if (known !== undefined && performance.now() - known.at < lifetimeMs) return known.state;
        const state = await store.read(userId);
        worker.set(userId, { state, at: performance.now() });
        return state;
      },
      mute: (userId, kind, value) => written(userId, () => store.mute(userId, kind, value)),
      unmute: (userId, kind, value) => written(userId, () => store.unmute(userId, kind, value)),
      setFlag: (userId, flag, value) => written(userId, () => store.setFlag(userId, flag, value)),
    };
  },
};
