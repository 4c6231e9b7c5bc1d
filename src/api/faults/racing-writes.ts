import { setTimeout as pause } from 'node:timers/promises';
import type { Fault } from '../patient.ts';
import { createStore } from '../store.ts';

/** What a request does between looking at the row and writing it; two requests at once meet in it. */
const thinkingMs = 60;

export const racingWrites: Fault = {
  summary: 'Mutes of one user at the same time fail but for one: each writes over the row that it has read.',
  arrange(patient) {
    const { pool } = patient;
    if (pool === null) return;
    patient.store = {
      ...patient.store,
      mute: async (userId, kind, value) => {
        const client = await pool.connect();
        try {
          await client.query('begin isolation level repeatable read');
          await client.query('select from user_personalization where user_id = $1', [userId]);
          await pause(thinkingMs);
          await createStore(client, 'current').mute(userId, kind, value);
          await client.query('commit');
        } catch (error) {
          await client.query('rollback').catch(() => undefined);
          throw error;
        } finally {
          client.release();
        }
      },
    };
  },
};
