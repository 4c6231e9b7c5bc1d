import { setTimeout as pause } from 'node:timers/promises';
import { isWrite } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const acceptedLater: Fault = {
  summary: 'Writes are answered 202, and stored by a queue a while later.',
  settings: { number: 1_500, unit: 'milliseconds' },
  arrange(patient, app, setting) {
    const delayMs = Number(setting);
    const { store } = patient;
    let queue: Promise<unknown> = Promise.resolve();
    const later = (write: () => Promise<unknown>): void => {
      const due = pause(delayMs, undefined, { ref: false });
      // Nobody is told of what fails in a queue.
      queue = queue.then(() => due.then(write)).catch(() => undefined);
    };
    patient.store = {
      ...store,
      mute: async (userId, kind, value) => later(() => store.mute(userId, kind, value)),
      unmute: async (userId, kind, value) => {
        later(() => store.unmute(userId, kind, value));
        return true;
      },
      setFlag: async (userId, flag, value) => later(() => store.setFlag(userId, flag, value)),
    };
    app.addHook('onSend', async (request, reply, payload) => {
      if (isWrite(request) && reply.statusCode === 200) reply.code(202);
      return payload;
    });
  },
};
