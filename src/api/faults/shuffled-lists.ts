import { isList } from '../answers/instead.ts';
import type { Fault } from '../patient.ts';

export const shuffledLists: Fault = {
  summary: 'The order of the lists changes from read to read.',
  arrange(patient, app) {
    const shuffled = (list: readonly unknown[]): unknown[] =>
      list
        .map((value) => ({ value, place: patient.random() }))
        .toSorted((one, other) => one.place - other.place)
        .map(({ value }) => value);
    app.addHook('preSerialization', async (request, _reply, payload: Record<string, unknown>) => {
      if (!isList(request)) return payload;
      const entries = Object.entries(payload).map(([name, value]) => [
        name,
        Array.isArray(value) ? shuffled(value) : value,
      ]);
      return Object.fromEntries(entries) as Record<string, unknown>;
    });
  },
};
