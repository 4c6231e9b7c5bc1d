import type { Fault } from '../patient.ts';
import type { Preferences } from '../store.ts';

export const workerCaches: Fault = {
  summary: 'Two workers each keep for a while what they have read, and forget nothing when it is changed.',
  settings: { number: 2_000, unit: 'milliseconds' },
  arrange(patient, _app, setting) {
    const lifetimeMs = Number(setting);
    const { read } = patient.store;
    const caches = [0, 1].map(
      () => new Map<string, { readonly state: Preferences | null; readonly at: number }>(),
    );
    patient.store = {
      ...patient.store,
      read: async (userId) => {
        const worker = caches[Math.floor(patient.random() * caches.length)]!;
        const known = worker.get(userId);
        if (known !== undefined && performance.now() - known.at < lifetimeMs) return known.state;
        const state = await read(userId);
        worker.set(userId, { state, at: performance.now() });
        return state;
      },
    };
  },
};
